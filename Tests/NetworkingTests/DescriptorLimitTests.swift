import Glibc
import Networking
import Testing

@Suite struct DescriptorLimitTests {
    @Test func `all that is allowed may be used`() {
        DescriptorLimit.raise()
        var limit = rlimit()
        #expect(unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0)
        #expect(limit.rlim_cur == limit.rlim_max)
    }
}
