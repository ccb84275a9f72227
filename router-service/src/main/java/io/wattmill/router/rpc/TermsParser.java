// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.rpc;

import io.wattmill.contract.placement.v1.PlaceRequest;
import io.wattmill.router.placement.Caller;
import io.wattmill.router.placement.CostUnit;
import io.wattmill.router.placement.PlacementMode;
import io.wattmill.router.placement.Slo;
import io.wattmill.router.placement.Terms;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads on what terms a gateway asks. */
final class TermsParser {
    private static final long NANOS_PER_MICRO = 1_000;
    private static final Map<String, PlacementMode> MODES =
            named(PlacementMode.values(), PlacementMode::label);
    private static final Map<String, CostUnit> COSTS = named(CostUnit.values(), CostUnit::label);

    private TermsParser() {}

    /** What the terms were understood as. */
    sealed interface Reading {
        /** The terms. */
        record Known(Terms terms) implements Reading {}

        /** A word of them means nothing here; which ones do. */
        record Unknown(String message) implements Reading {}
    }

    static Reading parse(PlaceRequest asked) {
        if (!isKnown(MODES, asked.getMode())) {
            return unknown("mode", asked.getMode(), MODES);
        }
        if (!isKnown(COSTS, asked.getCost())) {
            return unknown("cost", asked.getCost(), COSTS);
        }
        return new Reading.Known(
                new Terms(
                        slo(asked.getSlo()),
                        Optional.ofNullable(MODES.get(asked.getMode())),
                        Optional.ofNullable(COSTS.get(asked.getCost())),
                        caller(asked)));
    }

    private static boolean isKnown(Map<String, ?> names, String name) {
        return name.isEmpty() || names.containsKey(name);
    }

    private static Reading unknown(String what, String name, Map<String, ?> names) {
        String known = names.keySet().stream().sorted().collect(Collectors.joining(", "));
        return new Reading.Unknown(
                "unknown " + what + " '" + name + "'; this router knows: " + known);
    }

    private static Slo slo(io.wattmill.contract.placement.v1.Slo told) {
        return new Slo(
                nanos(told.getTtftUs()),
                nanos(told.getTpotUs()),
                nanos(told.getTpotCapUs()),
                told.getTtftIsAim());
    }

    private static long nanos(long us) {
        return us > 0 && us < Slo.NEVER / NANOS_PER_MICRO ? us * NANOS_PER_MICRO : Slo.NEVER;
    }

    /** The salted prompt hashes keep tenants apart; names only tell their work apart. */
    private static Caller caller(PlaceRequest asked) {
        return new Caller(
                asked.getPrincipal().getProjectId(),
                asked.getPrincipal().getKeyId(),
                asked.getWork().getTier(),
                asked.getWork().getSessionId());
    }

    private static <V> Map<String, V> named(V[] values, Function<V, String> name) {
        return Arrays.stream(values).collect(Collectors.toUnmodifiableMap(name, value -> value));
    }
}
