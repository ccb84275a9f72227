// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tracing;

import java.util.Optional;
import java.util.function.BiConsumer;

/** One request's place in a trace. One event loop; {@link #ended} is the last call. */
public interface RequestTrace {

    /** A request that belongs to no trace. */
    RequestTrace NONE = new PassedOn("", Optional.empty());

    /** The trace's id, 32 hexadecimal digits; empty when there is none. */
    String traceId();

    /**
     * Says to whom the request calls which trace the call belongs to.
     *
     * @param call 0 for a service behind the gateway, else which attempt at an engine
     * @param header takes names and values of headers
     */
    void tell(int call, BiConsumer<String, String> header);

    /** The request asks to be admitted. */
    default void asks() {}

    /** It has its answer. */
    default void decided() {}

    /** An engine is to be asked. */
    default OperationTrace operation(Asked asked) {
        return OperationTrace.NONE;
    }

    /**
     * The answer is complete, or the caller has left.
     *
     * @param status what the caller was told; empty when it left before it was told any
     */
    default void ended(Optional<Integer> status) {}
}
