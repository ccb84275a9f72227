// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.wire;

import io.wattmill.contract.fleet.v1.EngineState;
import io.wattmill.router.fleet.EngineLatency;

import java.util.OptionalLong;

/** How long an engine's callers waited, as the wire has it. */
public final class LatencyMessages {
    private LatencyMessages() {}

    /** To the wire. */
    public static void write(EngineLatency known, EngineState.Builder state) {
        known.ttftP50Us().ifPresent(state::setTtftP50Us);
        known.ttftP99Us().ifPresent(state::setTtftP99Us);
        known.tpotP50Us().ifPresent(state::setTpotP50Us);
        known.tpotP99Us().ifPresent(state::setTpotP99Us);
    }

    /** From the wire; a negative figure is none. */
    public static EngineLatency read(EngineState told) {
        return new EngineLatency(
                known(told.hasTtftP50Us(), told.getTtftP50Us()),
                known(told.hasTtftP99Us(), told.getTtftP99Us()),
                known(told.hasTpotP50Us(), told.getTpotP50Us()),
                known(told.hasTpotP99Us(), told.getTpotP99Us()));
    }

    private static OptionalLong known(boolean told, long us) {
        return told && us >= 0 ? OptionalLong.of(us) : OptionalLong.empty();
    }
}
