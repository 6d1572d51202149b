import Screen
import Terminal
import Testing

@Suite struct ColorDepthTests {
    @Test(
        arguments: [
            (-1, .none), (0, .none), (2, .none), (8, .eight), (16, .sixteen), (88, .sixteen), (256, .full),
            (16_777_216, .full),
        ]
            as [(Int, ColorDepth)]
    )
    func `the number of colours decides the depth`(count: Int, expected: ColorDepth) {
        #expect(ColorDepth(colorCount: count) == expected)
    }

    @Test(arguments: [ColorDepth.eight, .sixteen, .full]) func `the eight colours are themselves at every depth`(
        depth: ColorDepth
    ) {
        let colors: [Color] = [.black, .red, .green, .yellow, .blue, .magenta, .cyan, .white]
        #expect(colors.map { depth.index(of: $0) } == [0, 1, 2, 3, 4, 5, 6, 7])
        #expect(depth.index(of: .standard) == nil)
    }

    @Test(
        arguments: [
            (.indexed(9), 9), (.indexed(196), 9), (.indexed(46), 10), (.indexed(16), 0), (.indexed(231), 15),
            (.indexed(244), 8),
            (.indexed(160), 1), (.indexed(233), 0), (.indexed(255), 7),
        ] as [(Color, UInt8)]
    )
    func `a colour of the palette becomes the nearest of sixteen`(color: Color, expected: UInt8) {
        #expect(ColorDepth.sixteen.index(of: color) == expected)
        #expect(ColorDepth.eight.index(of: color) == expected)
    }

    @Test(arguments: UInt8.min...UInt8.max) func `every index has a colour at every depth`(index: UInt8) {
        #expect(ColorDepth.full.index(of: .indexed(index)) == index)
        #expect(ColorDepth.sixteen.index(of: .indexed(index)).map { $0 < 16 } == true)
        #expect(ColorDepth.none.index(of: .indexed(index)) == nil)
    }
}
