internal import CMosquitto

extension MosquittoHandle {
    /// Hands the library everything of a configuration that holds for all connections.
    ///
    /// - Throws: ``MQTTError`` naming what cannot be used, for example a certificate file that cannot be read.
    borrowing func apply(_ configuration: MQTTConfiguration) throws(MQTTError) {
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
        var properties: OpaquePointer?
        defer { mosquitto_property_free_all(&properties) }
        try check(
            mosquitto_property_add_int32(
                &properties, Int32(MQTT_PROP_SESSION_EXPIRY_INTERVAL.rawValue), configuration.sessionExpirySeconds),
            "setting the session expiry")
        let result = mosquitto_connect_bind_v5(
            raw, configuration.host, -1, Int32(configuration.keepAliveSeconds), nil, properties)
        guard result == MOSQ_ERR_INVAL.code else {
            throw MQTTError(.failed, "the MQTT library did not take the session expiry (result \(result))")
        }
    }

    private borrowing func applyTLS(_ tls: MQTTConfiguration.TLS?) throws(MQTTError) {
        guard let tls else { return }
        if tls.authorityPath == nil {
            try check(
                mosquitto_int_option(raw, MOSQ_OPT_TLS_USE_OS_CERTS, 1), "using the system's certificates")
        }
        let result = mosquitto_tls_set(raw, tls.authorityPath, nil, tls.certificatePath, tls.keyPath, nil)
        guard result == MOSQ_ERR_SUCCESS.code else {
            let paths = [tls.authorityPath, tls.certificatePath, tls.keyPath].compactMap(\.self)
            throw MQTTError(
                .invalidArgument,
                "cannot use the certificate files \(paths.joined(separator: ", ")); a certificate and its key go together")
        }
    }

    private borrowing func check(_ result: Int32, _ action: String) throws(MQTTError) {
        guard result == MOSQ_ERR_SUCCESS.code else { throw MQTTError(result: result, during: action) }
    }
}
