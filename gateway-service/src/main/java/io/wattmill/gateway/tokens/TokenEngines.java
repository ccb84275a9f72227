// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tokens;

import io.wattmill.contract.fleet.v1.FleetSnapshot;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The engines that tell tokens, looked up once per snapshot of the fleet. One thread. */
public final class TokenEngines {

    private static final int MAX_LISTS = 1_024;

    private final Supplier<Optional<FleetSnapshot>> fleet;
    private final Map<Wanted, List<TokenEngine>> lists = new HashMap<>();
    private FleetSnapshot seen = FleetSnapshot.getDefaultInstance();

    private record Wanted(String model, Optional<String> zone, boolean chat) {}

    /** Engines of {@code fleet}. */
    public TokenEngines(Supplier<Optional<FleetSnapshot>> fleet) {
        this.fleet = fleet;
    }

    /** See {@link TokenEngine#of}. */
    public List<TokenEngine> of(String model, Optional<String> zone, boolean chat) {
        FleetSnapshot now = fleet.get().orElseGet(FleetSnapshot::getDefaultInstance);
        if (now != seen || lists.size() >= MAX_LISTS) {
            seen = now;
            lists.clear();
        }
        return lists.computeIfAbsent(
                new Wanted(model, zone, chat),
                wanted -> TokenEngine.of(now, wanted.model(), wanted.zone(), wanted.chat()));
    }
}
