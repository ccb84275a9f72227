// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule;

import io.wattmill.twin.plan.Breaker;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.Feed;
import io.wattmill.twin.plan.PowerUnit;
import io.wattmill.twin.plan.Rack;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the load of the racks spreads over feeds, UPS, PDUs and breakers: a rack shares its load
 * evenly among the breakers that live, a breaker among the UPS on its way that live. Made once per
 * plan; a loss is then a matter of the racks that it touches.
 */
final class PowerChain {
    private final FacilityPlan plan;
    private final Map<String, Breaker> breakers = new HashMap<>();
    private final Map<Link, Long> limits = new LinkedHashMap<>();
    private final Map<Link, List<Rack>> racksOn = new HashMap<>();
    private final Map<Link, Long> loads = new HashMap<>();

    /** What a link of the chain is. */
    enum Kind {
        FEED("feed"),
        UPS("UPS"),
        PDU("PDU"),
        BREAKER("breaker");

        final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    /** One link of the chain. */
    record Link(Kind kind, String id) {
        String text() {
            return kind.word + " " + id;
        }
    }

    /** What a loss comes to. */
    sealed interface Loss {
        /** These racks have no other way to power. */
        record Dark(List<Rack> racks) implements Loss {}

        /** Of all that takes over, this is the fullest. */
        record Survived(Link fullest, long watts, long limitWatts) implements Loss {
            double share() {
                return (double) watts / limitWatts;
            }
        }
    }

    /** The chain of a plan of which the power of every node type is known. */
    PowerChain(FacilityPlan plan) {
        this.plan = plan;
        for (Feed feed : plan.feeds()) {
            limits.put(new Link(Kind.FEED, feed.id()), feed.ratedWatts());
        }
        addUnits(Kind.UPS, plan.facility().ups());
        addUnits(Kind.PDU, plan.facility().pdus());
        for (Breaker breaker : plan.breakers()) {
            breakers.put(breaker.id(), breaker);
            long limit = breaker.continuousWatts();
            limits.put(new Link(Kind.BREAKER, breaker.id()), limit);
        }
        plan.racks().stream().filter(rack -> RackLoad.watts(plan, rack) > 0).forEach(this::connect);
    }

    private void connect(Rack rack) {
        Map<Link, Long> shares = shares(rack, Optional.empty());
        shares.forEach((link, watts) -> loads.merge(link, watts, Long::sum));
        shares.keySet()
                .forEach(link -> racksOn.computeIfAbsent(link, _ -> new ArrayList<>()).add(rack));
    }

    private void addUnits(Kind kind, List<PowerUnit> units) {
        units.forEach(unit -> limits.put(new Link(kind, unit.id()), unit.ratedWatts()));
    }

    /** Feeds, UPS and PDUs that carry something, in plan order. */
    List<Link> units() {
        return limits.keySet().stream()
                .filter(link -> link.kind() != Kind.BREAKER && load(link) > 0)
                .toList();
    }

    /** Watts on the link while nothing is lost. */
    long load(Link link) {
        return loads.getOrDefault(link, 0L);
    }

    /** What becomes of the racks on this link when it is gone. */
    Loss lose(Link lost) {
        List<Rack> touched = racksOn.getOrDefault(lost, List.of());
        List<Rack> dark = new ArrayList<>();
        Map<Link, Long> after = new LinkedHashMap<>();
        for (Rack rack : touched) {
            Map<Link, Long> before = shares(rack, Optional.empty());
            Map<Link, Long> now = shares(rack, Optional.of(lost));
            if (now.isEmpty()) {
                dark.add(rack);
            }
            now.forEach(
                    (link, watts) -> {
                        long more = watts - before.getOrDefault(link, 0L);
                        after.put(link, after.getOrDefault(link, load(link)) + more);
                    });
        }
        return dark.isEmpty() ? fullest(after) : new Loss.Dark(dark);
    }

    private Loss fullest(Map<Link, Long> after) {
        return after.entrySet().stream()
                .map(e -> new Loss.Survived(e.getKey(), e.getValue(), limit(e.getKey())))
                .max(Comparator.comparingDouble(Loss.Survived::share))
                .orElseThrow();
    }

    private long limit(Link link) {
        return Math.max(1, limits.getOrDefault(link, 0L));
    }

    /** Watts that the rack puts on each link; empty when no way to it is left. */
    private Map<Link, Long> shares(Rack rack, Optional<Link> lost) {
        List<Breaker> alive =
                rack.breakers().stream()
                        .map(this::breaker)
                        .filter(breaker -> lives(breaker, lost))
                        .toList();
        Map<Link, Long> shares = new HashMap<>();
        for (Breaker breaker : alive) {
            long watts = Math.ceilDiv(RackLoad.watts(plan, rack), alive.size());
            add(shares, Kind.BREAKER, breaker.id(), watts);
            add(shares, Kind.FEED, breaker.feed(), watts);
            breaker.pdu().ifPresent(pdu -> add(shares, Kind.PDU, pdu, watts));
            List<String> ups = upsAlive(breaker, lost);
            ups.forEach(id -> add(shares, Kind.UPS, id, Math.ceilDiv(watts, ups.size())));
        }
        return shares;
    }

    private static void add(Map<Link, Long> shares, Kind kind, String id, long watts) {
        shares.merge(new Link(kind, id), watts, Long::sum);
    }

    private Breaker breaker(String id) {
        var breaker = breakers.get(id);
        if (breaker == null) {
            throw new IllegalArgumentException("plan names no breaker " + id);
        }
        return breaker;
    }

    private static boolean lives(Breaker breaker, Optional<Link> lost) {
        boolean feed = !lost.equals(Optional.of(new Link(Kind.FEED, breaker.feed())));
        boolean pdu =
                breaker.pdu()
                        .map(id -> !lost.equals(Optional.of(new Link(Kind.PDU, id))))
                        .orElse(true);
        return feed && pdu && (breaker.ups().isEmpty() || !upsAlive(breaker, lost).isEmpty());
    }

    private static List<String> upsAlive(Breaker breaker, Optional<Link> lost) {
        return breaker.ups().stream()
                .filter(id -> !lost.equals(Optional.of(new Link(Kind.UPS, id))))
                .toList();
    }
}
