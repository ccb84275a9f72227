// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.reply;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.wattmill.gateway.wire.Slice;

import java.util.List;

/**
 * Listens to an answer as it goes out, and says when its end may follow. After {@code complete} or
 * {@code failed} it hears nothing more. One event loop.
 */
public interface Tap {

    /** A part of a stream goes out. */
    void part(List<Slice> pieces);

    /**
     * The answer is good and whole with {@code last}, which goes out when the future has completed,
     * well or not.
     */
    Future<?> complete(String contentType, Buffer last);

    /**
     * The answer is an error, which goes out when the future has completed, or the caller has left.
     */
    Future<?> failed();
}
