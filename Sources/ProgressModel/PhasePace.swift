/// A part of a task's work that has a pace of its own: one of the statuses that stand for work.
enum Phase: String, Sendable, CaseIterable {
    case started
    case generatingContent = "generating_content"
    case generatingImage = "generating_image"

    /// Nil for a status in which nothing is worked on.
    init?(_ status: TaskStatus) {
        self.init(rawValue: status.rawValue)
    }
}

/// Something about each phase, kept in place: phases are three, and tasks are many.
struct PerPhase<Value> {
    private var started: Value
    private var content: Value
    private var image: Value

    init(repeating value: Value) {
        (started, content, image) = (value, value, value)
    }

    subscript(phase: Phase) -> Value {
        get {
            switch phase {
            case .started: started
            case .generatingContent: content
            case .generatingImage: image
            }
        }
        set {
            switch phase {
            case .started: started = newValue
            case .generatingContent: content = newValue
            case .generatingImage: image = newValue
            }
        }
    }
}

extension PerPhase: Sendable where Value: Sendable {}
extension PerPhase: Equatable where Value: Equatable {}

/// How one phase of one run went, or how such phases usually go.
struct PhasePace: Sendable, Equatable {
    /// Per cent of the task done in it.
    var percent: Double
    /// Seconds a per cent takes once it is under way; 0 where it does no per cent.
    var secondsPerPercent: Double
    /// Seconds it takes besides, before the first step: loading, warming up, or all of it where it does no per cent.
    var opening: Double
    /// Seconds from step to step.
    var stepSeconds: Double
    /// How many times a run comes to it.
    var visits: Double

    /// No measure is larger, so that sums of them stay numbers: some thirty years.
    static let largest = 1e9

    static let measures: [any WritableKeyPath<PhasePace, Double> & Sendable] = [
        \.percent, \.secondsPerPercent, \.opening, \.stepSeconds, \.visits,
    ]
}
