// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.journal;

/**
 * The journal's files cannot be used. The message names the file and says what to do where there is
 * something.
 */
public final class JournalException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    JournalException(String message, Throwable cause) {
        super(message, cause);
    }

    JournalException(String message) {
        super(message);
    }
}
