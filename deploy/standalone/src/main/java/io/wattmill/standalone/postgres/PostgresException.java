// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.postgres;

/** PostgreSQL would not do what we need; the message says what it said, or what to change. */
public final class PostgresException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PostgresException(String message) {
        super(message);
    }

    PostgresException(String message, Throwable cause) {
        super(message, cause);
    }
}
