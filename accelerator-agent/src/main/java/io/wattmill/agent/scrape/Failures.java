// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.scrape;

import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.http.HttpClosedException;
import io.wattmill.agent.source.FailureReason;
import io.wattmill.agent.source.SourceFailure;

import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** Exceptions of an HTTP exchange, told apart. */
final class Failures {

    /** An answer that cannot be used, with its reason. */
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;
        private final FailureReason reason;

        Unusable(FailureReason reason, String detail) {
            super(detail, null, false, false);
            this.reason = reason;
        }
    }

    private Failures() {}

    static SourceFailure of(Throwable cause) {
        String detail =
                Optional.ofNullable(cause.getMessage()).orElse(cause.getClass().getSimpleName());
        return new SourceFailure(reason(cause), detail);
    }

    private static FailureReason reason(Throwable cause) {
        return switch (cause) {
            case Unusable unusable -> unusable.reason;
            case ConnectTimeoutException _ -> FailureReason.TIMEOUT;
            case TimeoutException _ -> FailureReason.TIMEOUT;
            case ConnectException _ -> FailureReason.UNREACHABLE;
            case UnknownHostException _ -> FailureReason.UNREACHABLE;
            case HttpClosedException _ -> FailureReason.CLOSED;
            case SocketException _ -> FailureReason.CLOSED;
            default -> FailureReason.OTHER;
        };
    }
}
