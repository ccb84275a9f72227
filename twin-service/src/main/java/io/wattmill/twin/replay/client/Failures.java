// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.client;

import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.http.HttpClosedException;
import io.wattmill.twin.replay.client.Ended.Failed;
import io.wattmill.twin.replay.report.ErrorClass;

import java.net.ConnectException;
import java.net.UnknownHostException;

/** Failures before an answer, by their class. */
final class Failures {

    private Failures() {}

    static Failed of(Throwable cause) {
        return new Failed(classOf(cause), String.valueOf(cause.getMessage()));
    }

    private static ErrorClass classOf(Throwable cause) {
        return switch (cause) {
            case ConnectTimeoutException _ -> ErrorClass.CONNECT_TIMEOUT;
            case ConnectException _ -> ErrorClass.CONNECT;
            case UnknownHostException _ -> ErrorClass.CONNECT;
            case HttpClosedException _ -> ErrorClass.CONNECTION_CLOSED;
            default -> ErrorClass.IO;
        };
    }
}
