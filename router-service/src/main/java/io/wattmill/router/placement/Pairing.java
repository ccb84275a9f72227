// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.fleet.Engine;
import io.wattmill.router.fleet.EngineRole;
import io.wattmill.router.fleet.Moment;

/**
 * Gives engines that only decode somebody who computes their prompts. What is predicted of such an
 * engine then is of the pair: the prompt elsewhere, its KV cache's way, and the tokens. An engine
 * to which a prompt is short, or mostly cached, keeps it for itself; so does one that finds nobody,
 * since vLLM's engines that decode can compute prompts, too.
 */
final class Pairing {
    private final Prefillers prefillers;

    Pairing(Prefillers prefillers) {
        this.prefillers = prefillers;
    }

    /** Looks at each engine of the table, of which is predicted what it would do alone. */
    void pair(PlacementRequest request, Candidates table, boolean saves, Moment now) {
        for (int i = 0; i < table.size(); i++) {
            Engine engine = table.engine(i);
            if (engine.description().role() == EngineRole.DECODE && isLong(request, table, i)) {
                pair(request, table, i, saves, now);
            }
        }
    }

    private boolean isLong(PlacementRequest request, Candidates table, int index) {
        int prompt = request.shape().promptTokens();
        int uncached = prompt - table.predictions().cachedTokens(index);
        return prompt > 1 && !prefillers.isShort(uncached);
    }

    private void pair(
            PlacementRequest request, Candidates table, int index, boolean saves, Moment now) {
        int best = prefillers.bestFor(table.node(index), request, saves);
        if (best >= 0) {
            int cached = table.predictions().cachedTokens(index);
            PrefillLeg leg = prefillers.leg(best, request, cached);
            table.slot(index)
                    .predictHandedOver(
                            request, table.engine(index), now, table.predictions(), index);
            table.lead(index, leg);
        }
    }
}
