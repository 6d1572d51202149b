import HTTP
import Testing

struct RequestTargetTests {
    private static func request(_ target: String) -> Request? {
        Reading([message("GET \(target) HTTP/1.1", "Host: a")]).requests.first
    }

    @Test(arguments: [
        ("/", "/"),
        ("/a%20b", "/a b"),
        ("/a+b", "/a+b"),
        ("/%e4%BD%a0", "/\u{4f60}"),
        ("/%25", "/%"),
        ("/%2F%3f", "//?"),
        ("//a", "//a"),
        ("/a?b", "/a"),
        ("/?", "/"),
        ("http://a", "/"),
        ("http://a?b=c", "/"),
        ("https://a/b%20c?d", "/b c"),
        ("/b?u=http://a/c", "/b"),
    ])
    func `the path is decoded`(target: String, path: String) throws {
        let request = try #require(RequestTargetTests.request(target))
        #expect(request.path == path)
        #expect(request.target == target)
    }

    @Test(arguments: [
        ("/?a=1&b=2", ["a", "1", "b", "2"]),
        ("/?a=1&a=2", ["a", "1", "a", "2"]),
        ("/?a", ["a", ""]),
        ("/?a=", ["a", ""]),
        ("/?=a", ["", "a"]),
        ("/?a=b=c", ["a", "b=c"]),
        ("/?&&a=1&", ["a", "1"]),
        ("/?a=b?c", ["a", "b?c"]),
        ("/?a+b=c+d", ["a b", "c d"]),
        ("/?a%26b=%3D%2b", ["a&b", "=+"]),
        ("http://a?b=c", ["b", "c"]),
        ("/?", []),
        ("/", []),
    ])
    func `the query is decoded, in order`(target: String, items: [String]) throws {
        let request = try #require(RequestTargetTests.request(target))
        #expect(request.query.flatMap { [$0.name, $0.value] } == items)
        #expect(items.isEmpty || request.query(items[0]) == items[1])
        #expect(request.query("absent") == nil)
    }

    @Test(arguments: [
        "/%", "/%4", "/%zz", "/%4g", "/%+1", "/?a=%", "/?%=a", "/%ff", "/%c0%af", "/%ed%a0%80", "/?a=%f5", "a", "a:1",
        "?a",
    ])
    func `a target that cannot be decoded is refused`(target: String) {
        let reading = Reading([message("GET \(target) HTTP/1.1", "Host: a")])
        #expect(reading.error?.status == 400)
    }
}
