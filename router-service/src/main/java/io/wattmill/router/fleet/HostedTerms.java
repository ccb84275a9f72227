// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

import java.util.Map;
import java.util.Optional;

/**
 * What makes an engine a hosted API: somebody else runs it, for a price, and nothing of it is
 * metered here but its tokens.
 *
 * @param maxInFlight requests that this router places there at once
 * @param ttftNanos time to first token to expect before any was seen
 * @param tpotNanos time per token after the first to expect before any was seen
 * @param models by the name that callers use
 */
public record HostedTerms(
        int maxInFlight, long ttftNanos, long tpotNanos, Map<String, HostedModel> models) {
    /** Copies the models. */
    public HostedTerms {
        models = Map.copyOf(models);
    }

    /** The model that callers know by this name. */
    public Optional<HostedModel> model(String name) {
        return Optional.ofNullable(models.get(name));
    }
}
