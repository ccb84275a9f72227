// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.wattmill.gateway.wire.EngineJson;
import io.wattmill.gateway.wire.Slice;

import java.util.List;
import java.util.Optional;

/**
 * Hears what an engine answers. After {@code complete}, {@code answer} or {@code failed} it hears
 * {@code closed} at most.
 */
interface EngineListener {

    /** A chunk with output came, before it is passed on. */
    void output(EngineJson chunk);

    /** Pieces for the caller. */
    void write(List<Slice> pieces);

    /**
     * The stream came to its proper end.
     *
     * @param usage the engine's usage chunk
     * @param last any other chunk
     */
    void complete(Optional<EngineJson> usage, Optional<EngineJson> last);

    /** A whole answer came. */
    void answer(EngineJson answer);

    /** The engine failed. */
    void failed(EngineFailure failure);

    /** The engine has ended its response; its connection can be used again. */
    void closed();
}
