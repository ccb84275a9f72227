// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.recording;

/** The gateway does not give its recording now. */
public final class RecordingAway extends Exception {
    private static final long serialVersionUID = 1L;

    RecordingAway(String message, Throwable cause) {
        super(message, cause);
    }
}
