internal import CMosquitto

extension MosquittoHandle {
    /// Hands the library everything of a configuration that holds for all connections.
    ///
    /// - Throws: ``MQTTError`` naming what cannot be used, for example a certificate file that cannot be read.
    borrowing func apply(_ configuration: MQTTConfiguration) throws(MQTTError) {
        // An offer must not wait for the broker's delayed acknowledgement of the PUBACKs before it.
        mosquitto_int_option(raw, MOSQ_OPT_TCP_NODELAY, 1)
        mosquitto_int_option(raw, MOSQ_OPT_RECEIVE_MAXIMUM, Int32(configuration.receiveMaximum))
        try applyTLS(configuration.tls)
        if let username = configuration.username {
            let result = mosquitto_username_pw_set(raw, username, configuration.password)
            try check(result, "setting the user name")
        }
        if let will = configuration.will {
            let result = will.payload.withUnsafeBytes { bytes in
                mosquitto_will_set_v5(
                    raw, will.topic, Int32(clamping: bytes.count), bytes.baseAddress, 1, will.isRetained, nil)
            }
            try check(result, "setting the last will")
        }
        try plantConnectProperties(configuration)
    }

    /// Leaves the session expiry with the library, which sends it with every CONNECT from then on.
    ///
    /// Only the connect that blocks takes properties. It stores them before it looks at the port, so a port that is
    /// refused stores them without connecting, and the connects that don't block then use them (libmosquitto 2.0.11).
    /// The tests read a CONNECT off the wire to see that it is still so.
    private borrowing func plantConnectProperties(_ configuration: MQTTConfiguration) throws(MQTTError) {
        let result = connectBlocking(configuration, port: -1)
        guard result == MOSQ_ERR_INVAL.code else {
            throw MQTTError(.failed, "the MQTT library did not take the session expiry (result \(result))")
        }
    }

    /// Connects and waits for the other machine to accept, but not for anything it says.
    ///
    /// - Returns: The library's result; `errno` belongs to it.
    borrowing func connectBlocking(_ configuration: MQTTConfiguration, port: Int32) -> Int32 {
        var properties: OpaquePointer?
        defer { mosquitto_property_free_all(&properties) }
        let identifier = Int32(MQTT_PROP_SESSION_EXPIRY_INTERVAL.rawValue)
        let added = mosquitto_property_add_int32(&properties, identifier, configuration.sessionExpirySeconds)
        guard added == MOSQ_ERR_SUCCESS.code else { return added }
        return mosquitto_connect_bind_v5(
            raw, configuration.host, port, Int32(configuration.keepAliveSeconds), nil, properties)
    }

    private borrowing func applyTLS(_ tls: MQTTConfiguration.TLS?) throws(MQTTError) {
        guard let tls else { return }
        guard let authorityPath = tls.authorityPath else {
            // `mosquitto_tls_set` wants an authority and refuses to take our certificate alone (libmosquitto 2.0.11).
            guard tls.certificatePath == nil, tls.keyPath == nil else {
                throw MQTTError(.invalidArgument, "our own certificate needs the path of the authority as well")
            }
            try check(mosquitto_int_option(raw, MOSQ_OPT_TLS_USE_OS_CERTS, 1), "using the system's certificates")
            return
        }
        let result = mosquitto_tls_set(raw, authorityPath, nil, tls.certificatePath, tls.keyPath, nil)
        guard result == MOSQ_ERR_SUCCESS.code else {
            let paths = [authorityPath, tls.certificatePath, tls.keyPath].compactMap(\.self)
            throw MQTTError(
                .invalidArgument,
                "cannot use the certificate files \(paths.joined(separator: ", ")); a certificate and its key go together"
            )
        }
    }

    private borrowing func check(_ result: Int32, _ action: String) throws(MQTTError) {
        guard result == MOSQ_ERR_SUCCESS.code else { throw MQTTError(result: result, during: action) }
    }
}
