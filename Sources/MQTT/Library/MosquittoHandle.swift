internal import CBlockIO
internal import CMosquitto
internal import Glibc

/// Owner of one client of the library and of the context its callbacks use.
struct MosquittoHandle: ~Copyable {
    /// The library's client; valid as long as this owner.
    let raw: OpaquePointer
    /// What the callbacks work on.
    let context: ClientContext
    /// What was read ahead of the library and what it wrote that is not sent, of the present connection.
    let blocks: OpaquePointer
    private let retainedContext: Unmanaged<ClientContext>

    /// Makes a client that keeps its session and queues packets instead of sending them at once.
    ///
    /// - Throws: ``MQTTError`` if the identity cannot be used or memory is short.
    init(clientID: String) throws(MQTTError) {
        guard libraryStatus == MOSQ_ERR_SUCCESS.code else {
            throw MQTTError(result: libraryStatus, during: "starting the MQTT library")
        }
        let context = ClientContext()
        let retained = Unmanaged.passRetained(context)
        guard let raw = mosquitto_new(clientID, false, retained.toOpaque()) else {
            retained.release()
            throw MQTTError(.invalidArgument, "the client identity \"\(clientID)\" cannot be used")
        }
        guard let blocks = block_io_make(blockCapacity) else {
            mosquitto_destroy(raw)
            retained.release()
            throw MQTTError(.failed, "no memory for the connection's buffers")
        }
        // Not for threads: in this mode packets wait for `mosquitto_loop_write`, so that PUBACKs leave after the commit.
        mosquitto_threaded_set(raw, true)
        mosquitto_int_option(raw, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V5)
        setCallbacks(raw)
        self.raw = raw
        self.context = context
        self.blocks = blocks
        retainedContext = retained
    }

    /// Runs a call into the library that reads and writes its socket in blocks.
    func inBlocks(_ socket: Int32, _ call: (OpaquePointer) -> Int32) -> Int32 {
        block_io_begin(blocks, socket)
        defer { block_io_end() }
        return call(raw)
    }

    deinit {
        mosquitto_destroy(raw)
        block_io_free(blocks)
        retainedContext.release()
    }
}

/// About what the loopback hands over in one call; bounds what is read beyond the end of a batch.
private let blockCapacity = 64 << 10

/// Result of starting the library, which must happen once before anything else.
private let libraryStatus: Int32 = {
    // The library writes to sockets in a way that raises SIGPIPE when the broker has gone, which would end us. A
    // handler that the program has set stays.
    var action = sigaction()
    if sigaction(SIGPIPE, nil, &action) == 0, action.__sigaction_handler.sa_handler == nil {
        signal(SIGPIPE, SIG_IGN)
    }
    return mosquitto_lib_init()
}()
