// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.fleet.Engine;
import io.wattmill.router.fleet.EngineKey;
import io.wattmill.router.fleet.Fleet;
import io.wattmill.router.fleet.KvEndpoint;
import io.wattmill.router.fleet.Moment;
import io.wattmill.router.placement.Placement.Placed;
import io.wattmill.router.prefix.PrefixLimits;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All work in flight, and what is known of the engines that it is on. */
final class WorkBook {
    private final PrefixBook prefixes;
    private final Map<EngineKey, EngineSlot> slots = new HashMap<>();

    /** The same by the fleet's own objects, which say hello rarely and are asked for always. */
    private final Map<Engine, EngineSlot> current = new IdentityHashMap<>();

    private final Kinds kinds = new Kinds();

    /** Oldest news first: an entry goes to the end whenever something is heard of it. */
    private final LinkedHashMap<Attempt, InFlight> inFlight = new LinkedHashMap<>();

    private @Nullable Owed owed;

    WorkBook(PrefixLimits limits) {
        this(limits, limits);
    }

    /**
     * @param told of what engines tell of their caches
     */
    WorkBook(PrefixLimits limits, PrefixLimits told) {
        prefixes = new PrefixBook(limits, told);
    }

    /** The engine's slot; a new one when the engine is no longer what it was. */
    EngineSlot slot(Engine engine) {
        EngineSlot now = current.get(engine);
        if (now == null) {
            now = known(engine);
            current.put(engine, now);
        }
        return now;
    }

    private EngineSlot known(Engine engine) {
        int ranks = engine.description().kvEvents().map(KvEndpoint::ranks).orElse(0);
        long capacityTokens = engine.description().kvCapacityTokens();
        prefixes.told().expect(engine.key(), ranks, capacityTokens);
        EngineSlot known = slots.get(engine.key());
        if (known != null && known.fits(engine)) {
            return known;
        }
        EngineSlot fresh = new EngineSlot(engine, prefixes, kinds);
        slots.put(engine.key(), fresh);
        if (known != null) {
            known.cache().leave();
        }
        return fresh;
    }

    /** Forgets engines that are in the fleet no more. */
    void keepOnly(Fleet fleet) {
        current.keySet().removeIf(one -> fleet.engine(one.key()).filter(e -> e == one).isEmpty());
        if (current.size() < slots.size()) {
            slots.entrySet().removeIf(slot -> isGone(slot.getKey(), slot.getValue(), fleet));
        }
        prefixes.told().keepOnly(engine -> fleet.engine(engine).isPresent());
    }

    private static boolean isGone(EngineKey key, EngineSlot slot, Fleet fleet) {
        boolean gone = fleet.engine(key).isEmpty();
        if (gone) {
            slot.cache().leave();
        }
        return gone;
    }

    /** What the engines' prefix caches hold. */
    PrefixBook prefixes() {
        return prefixes;
    }

    int size() {
        return inFlight.size();
    }

    /**
     * Counts work from the moment it is placed. An attempt that is placed twice counts once. What
     * the prefix index is to know of it is owed.
     */
    void place(PlacementRequest request, Placed placed, Moment now) {
        settle();
        release(request.attempt(), now);
        Slo slo = request.terms().slo();
        Rivals rivals =
                Rivals.of(placed.decision().candidates(), slo, other -> slot(other.engine()));
        EngineSlot slot = slot(placed.engine());
        Optional<PromptLeg> prompt =
                placed.prefill()
                        .map(leg -> new PromptLeg(slot(leg.engine()), slot, request, leg, now));
        InFlight entry = new InFlight(slot, prompt, request, placed, rivals, now);
        inFlight.put(request.attempt(), entry);
        owed = new Owed(entry, request.prefix(), now);
    }

    /** Pays what the last decision owes, if it is not paid. */
    void settle() {
        Owed due = owed;
        if (due != null) {
            owed = null;
            due.pay();
        }
    }

    /** Whether the attempt is in flight. */
    boolean tracks(Attempt attempt) {
        return inFlight.containsKey(attempt);
    }

    /** Whether the attempt is in flight on this engine, and not on another. */
    boolean isOn(Attempt attempt, EngineKey engine) {
        InFlight entry = inFlight.get(attempt);
        return entry != null && entry.isOn(engine);
    }

    /** The entry of this attempt, which is now the one last heard of. */
    Optional<InFlight> hear(Attempt attempt, Moment now) {
        InFlight entry = inFlight.get(attempt);
        if (entry == null) {
            return Optional.empty();
        }
        entry.heard(now.nanos());
        inFlight.putLast(attempt, entry);
        return Optional.of(entry);
    }

    /** The attempt ended. */
    void release(Attempt attempt, Moment now) {
        Optional.ofNullable(inFlight.remove(attempt))
                .ifPresent(entry -> entry.release(now.nanos()));
    }

    /**
     * Engines that took a request, let it wait far longer than was expected, and answered no other
     * one since.
     */
    Set<EngineKey> hanging(Moment now) {
        Set<EngineKey> hanging = new HashSet<>();
        for (InFlight entry : inFlight.values()) {
            if (now.nanos() - entry.heardNanos() < InFlight.LEAST_OVERDUE_NANOS) {
                break;
            }
            if (entry.isOverdue(now.nanos())) {
                hanging.add(entry.turn());
            }
        }
        return hanging;
    }

    /** Releases work of which nothing was heard for longer than this. Returns how much. */
    int expire(long afterNanos, Moment now) {
        int expired = 0;
        Iterator<InFlight> oldest = inFlight.values().iterator();
        while (oldest.hasNext()) {
            InFlight entry = oldest.next();
            if (now.nanos() - entry.heardNanos() <= afterNanos) {
                break;
            }
            oldest.remove();
            entry.release(now.nanos());
            expired++;
        }
        return expired;
    }
}
