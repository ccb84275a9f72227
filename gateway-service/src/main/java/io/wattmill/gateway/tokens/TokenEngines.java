// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tokens;

import io.wattmill.contract.fleet.v1.FleetSnapshot;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The engines that tell tokens, and whether that is of use; looked up once per snapshot of the
 * fleet. One thread.
 */
public final class TokenEngines {

    private static final int MAX_LISTS = 1_024;

    private final Supplier<Optional<FleetSnapshot>> fleet;
    private final Map<Wanted, List<TokenEngine>> lists = new HashMap<>();
    private final Map<Placed, Boolean> heard = new HashMap<>();
    private FleetSnapshot seen = FleetSnapshot.getDefaultInstance();

    private record Wanted(String model, Optional<String> zone, boolean chat) {}

    private record Placed(String model, Optional<String> zone) {}

    /** Engines of {@code fleet}. */
    public TokenEngines(Supplier<Optional<FleetSnapshot>> fleet) {
        this.fleet = fleet;
    }

    /** See {@link TokenEngine#of}. */
    public List<TokenEngine> of(String model, Optional<String> zone, boolean chat) {
        look();
        return lists.computeIfAbsent(
                new Wanted(model, zone, chat),
                wanted -> TokenEngine.of(seen, wanted.model(), wanted.zone(), wanted.chat()));
    }

    /** See {@link TokenEngine#isHeard}. */
    public boolean areHeard(String model, Optional<String> zone) {
        look();
        return heard.computeIfAbsent(
                new Placed(model, zone),
                placed -> TokenEngine.isHeard(seen, placed.model(), placed.zone()));
    }

    private void look() {
        FleetSnapshot now = fleet.get().orElseGet(FleetSnapshot::getDefaultInstance);
        if (now != seen || lists.size() >= MAX_LISTS || heard.size() >= MAX_LISTS) {
            seen = now;
            lists.clear();
            heard.clear();
        }
    }
}
