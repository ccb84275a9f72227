// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.client;

import io.wattmill.twin.replay.report.ErrorClass;
import io.wattmill.twin.replay.wire.StreamedAnswer;

import java.util.Optional;

/** How an exchange ended. */
sealed interface Ended {

    /**
     * With a whole answer.
     *
     * @param answer what came
     * @param requestId the server's id of the request, when it gave one
     */
    record Completed(StreamedAnswer answer, Optional<String> requestId) implements Ended {}

    /** Without one. */
    record Failed(ErrorClass error, String message) implements Ended {}
}
