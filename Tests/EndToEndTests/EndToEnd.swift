import Testing

/// The program as it is shipped, with a real broker and a real database: processes, signals, sockets.
///
/// One after the other, because each test measures or kills processes that would share two cores with its neighbours.
@Suite(.serialized)
enum EndToEnd {}

/// The same for what people at their desks do: beside ``EndToEnd``, for these tests mostly wait.
@Suite(.serialized)
enum AtTheDesk {}
