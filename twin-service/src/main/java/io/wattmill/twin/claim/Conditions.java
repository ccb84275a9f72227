// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim;

import io.wattmill.twin.figure.Figure;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Whether two sides may be compared: every aspect is told by both and equal. A system is free in
 * its GPUs, parallelism and guessing ahead: these are what is compared.
 */
final class Conditions {

    private record Aspect(
            Condition condition, String name, Function<Side, Optional<String>> said) {}

    private static final Optional<String> NO_LIMIT = Optional.of("none");

    private static final List<Aspect> ASPECTS =
            List.of(
                    served(Condition.MODEL, "model", each -> Optional.of(each.model())),
                    served(Condition.PRECISION, "weights", each -> each.weights().map(Enum::name)),
                    served(Condition.PRECISION, "KV cache", each -> each.kv().map(Enum::name)),
                    served(
                            Condition.WORKLOAD,
                            "input tokens",
                            each -> Optional.of(String.valueOf(each.inputTokens()))),
                    served(
                            Condition.WORKLOAD,
                            "output tokens",
                            each -> Optional.of(String.valueOf(each.outputTokens()))),
                    served(Condition.WORKLOAD, "data set", Served::dataset),
                    served(
                            Condition.WORKLOAD,
                            "prefix cache",
                            each -> each.prefixCache().map(on -> on ? "on" : "off")),
                    served(
                            Condition.LATENCY_TARGET,
                            "interactivity",
                            each -> each.interactivity().map(Conditions::shown)),
                    // who tells no limit has none
                    served(
                            Condition.LATENCY_TARGET,
                            "TTFT limit, ms",
                            each -> each.ttftMs().map(Conditions::shown).or(() -> NO_LIMIT)),
                    accounts(
                            Condition.UTILIZATION,
                            "utilization",
                            each -> each.utilization().map(Conditions::shown)),
                    accounts(
                            Condition.ENERGY_PRICE,
                            "energy price",
                            each -> each.energyPrice().map(Conditions::shown)),
                    accounts(
                            Condition.ACCOUNTING_BOUNDARY,
                            "boundary",
                            each -> each.boundary().map(Enum::name)),
                    accounts(
                            Condition.ACCOUNTING_BOUNDARY,
                            "power basis",
                            each -> each.power().map(power -> power.basis().name())),
                    accounts(
                            Condition.ACCOUNTING_BOUNDARY,
                            "price basis",
                            each -> each.price().map(price -> price.owner().name())),
                    accounts(
                            Condition.ACCOUNTING_BOUNDARY,
                            "tokens counted",
                            each -> Optional.of(each.tokens().name())));

    private Conditions() {}

    /** What stands between the sides, in the order of {@link Condition}; empty: comparable. */
    static List<Obstacle> obstacles(Side a, Side b) {
        return ASPECTS.stream().flatMap(aspect -> obstacle(aspect, a, b)).toList();
    }

    private static Stream<Obstacle> obstacle(Aspect aspect, Side a, Side b) {
        Optional<String> ofA = aspect.said().apply(a);
        Optional<String> ofB = aspect.said().apply(b);
        if (ofA.isEmpty() || ofB.isEmpty()) {
            return Stream.of(
                    new Obstacle.Untold(
                            aspect.condition(), aspect.name(), ofA.or(() -> ofB).map(Words::of)));
        }
        return ofA.equals(ofB)
                ? Stream.empty()
                : Stream.of(
                        new Obstacle.Differs(
                                aspect.condition(),
                                aspect.name(),
                                Words.of(ofA.get()),
                                Words.of(ofB.get())));
    }

    private static Aspect served(
            Condition condition, String name, Function<Served, Optional<String>> said) {
        return new Aspect(condition, name, side -> said.apply(side.served()));
    }

    private static Aspect accounts(
            Condition condition, String name, Function<Accounts, Optional<String>> said) {
        return new Aspect(condition, name, side -> said.apply(side.accounts()));
    }

    private static String shown(Figure figure) {
        return shown(figure.value());
    }

    private static String shown(double value) {
        return String.format(Locale.ROOT, "%.6g", value);
    }
}
