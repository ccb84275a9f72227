// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.responses;

import java.util.function.Consumer;

/** Who keeps responses, so that they can be asked for again and be built on. */
public interface ResponseKeeper {

    /** Keeps none. */
    ResponseKeeper NONE = (_, told) -> told.accept(false);

    /**
     * Keeps {@code response}; {@code told} hears once, on the caller's thread and within a bounded
     * time, whether it can be asked for from now on.
     */
    void keep(KeptResponse response, Consumer<Boolean> told);
}
