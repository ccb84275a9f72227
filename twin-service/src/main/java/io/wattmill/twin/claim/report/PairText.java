// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim.report;

import io.wattmill.twin.claim.Accounts;
import io.wattmill.twin.claim.Pair;
import io.wattmill.twin.claim.PowerBasis;
import io.wattmill.twin.claim.Ratio;
import io.wattmill.twin.claim.Ratios;
import io.wattmill.twin.claim.Rebuilt;
import io.wattmill.twin.claim.Rebuilt.Yield;
import io.wattmill.twin.claim.Side;
import io.wattmill.twin.claim.Words;
import io.wattmill.twin.figure.Figure;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Two sides beside each other, in words. */
record PairText(Pair pair) {

    /** {@code GB300 NVL72 over HGX H200, deepseek-r1}. */
    String names() {
        String models =
                sides().map(side -> side.served().model()).distinct().collect(joining(" and "));
        return pair.b().system() + " over " + pair.a().system() + ", " + models;
    }

    /** Megawatts and dollars, which is what is claimed; what else there is where they are not. */
    String headline(Ratios ratios) {
        var claimed =
                ratios.told().stream()
                        .filter(each -> each.ratio() != Ratio.TOKENS_PER_GPU)
                        .toList();
        return (claimed.isEmpty() ? ratios.told() : claimed)
                .stream().map(this::ratio).collect(joining(", "));
    }

    private String ratio(Ratios.Times each) {
        String per =
                each.ratio() == Ratio.TOKENS_PER_MEGAWATT
                        ? "per " + powerBasis() + " MW"
                        : each.ratio().shown();
        return Numbers.times(each.times()) + " " + per + " " + Numbers.trust(each.times());
    }

    private String powerBasis() {
        return sides().flatMap(side -> side.accounts().power().stream())
                .map(Accounts.Power::basis)
                .distinct()
                .map(basis -> basis == PowerBasis.TDP ? "TDP" : Words.of(basis))
                .collect(joining(" and "));
    }

    /** {@code 1.73 against 2.1 kW per GPU, $1.41 against $2.652 per GPU-h}. */
    String constants() {
        var power =
                both("", side -> side.accounts().power().map(Accounts.Power::kwPerGpu))
                        .map(each -> each + " kW per GPU");
        var price =
                both("$", side -> side.accounts().price().map(Accounts.Price::perGpuHour))
                        .map(each -> each + " per GPU-hour");
        return Stream.of(power, price).flatMap(Optional::stream).collect(joining(", "));
    }

    private Optional<String> both(String unit, Function<Side, Optional<Figure>> constant) {
        return constant.apply(pair.a())
                .flatMap(
                        a ->
                                constant.apply(pair.b())
                                        .map(b -> against(unit, a.value(), b.value())));
    }

    private static String against(String unit, double a, double b) {
        return unit + Numbers.plain(a) + " against " + unit + Numbers.plain(b);
    }

    private Stream<Side> sides() {
        return Stream.of(pair.a(), pair.b());
    }

    private static Collector<CharSequence, ?, String> joining(String between) {
        return Collectors.joining(between);
    }

    /** What each side yields, a line each. */
    static List<String> yields(Rebuilt rebuilt) {
        return Stream.of(
                        change(rebuilt, "", y -> Optional.of(y.tokensPerSecond()))
                                .map(each -> each + " tokens/s per GPU"),
                        change(rebuilt, "", Yield::tokensPerSecondPerMegawatt)
                                .map(each -> each + " tokens/s per MW"),
                        change(rebuilt, "", Yield::joulesPerToken)
                                .map(each -> each + " joules per token"),
                        cost(rebuilt),
                        change(rebuilt, "$", Yield::energyDollarsPerMillionTokens)
                                .map(each -> each + " of energy per Mtok"))
                .flatMap(Optional::stream)
                .toList();
    }

    /** {@code $4.24 → $0.123 per Mtok}. */
    static Optional<String> cost(Rebuilt rebuilt) {
        return change(rebuilt, "$", Yield::dollarsPerMillionTokens).map(each -> each + " per Mtok");
    }

    private static Optional<String> change(
            Rebuilt rebuilt, String unit, Function<Yield, Optional<Figure>> what) {
        return what.apply(rebuilt.a())
                .flatMap(
                        a ->
                                what.apply(rebuilt.b())
                                        .map(
                                                b ->
                                                        unit
                                                                + Numbers.three(a.value())
                                                                + " → "
                                                                + unit
                                                                + Numbers.three(b.value())));
    }
}
