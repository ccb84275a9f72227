// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim;

import io.wattmill.twin.figure.Figure;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * The arithmetic behind a claim. Formulas as in InferenceX (InferenceX-app, chart-utils.ts): tokens
 * per second per MW = tokens per second per GPU x 1000 / kW; dollars per million tokens = dollars
 * per hour / (tokens per second x 3600 / 1e6); joules per token = kW x 1000 / tokens per second.
 * Utilization, which they leave out, raises what is paid for whether it is used or not: dollars and
 * power that is set aside, but not measured power.
 */
final class Rebuild {
    private static final double WATTS_PER_KW = 1_000;
    private static final double KW_PER_MW = 1_000;
    private static final double MTOK_PER_HOUR = 3_600 / 1e6;
    private static final double KWH_PER_MTOK_AND_JOULE = 1e6 / 3.6e6;

    private Rebuild() {}

    static Rebuilt of(Pair pair) {
        Figure perGpu = perGpu(pair);
        Figure ofA = pair.a().tokensPerSecond();
        Figure ofB =
                pair.advantage() instanceof Advantage.OfTheSides
                        ? pair.b().tokensPerSecond()
                        : told(ofA.times(perGpu));
        return new Rebuilt(
                yielded(ofA, pair.a().accounts()),
                yielded(ofB, pair.b().accounts()),
                ratios(pair, perGpu));
    }

    private static Ratios ratios(Pair pair, Figure perGpu) {
        var perMegawatt = over(perGpu, kw(pair.a()), kw(pair.b()));
        return new Ratios(
                Stream.of(
                                told(Ratio.TOKENS_PER_GPU, Optional.of(perGpu)),
                                told(Ratio.TOKENS_PER_MEGAWATT, perMegawatt),
                                told(Ratio.TOKENS_PER_DOLLAR, perDollar(pair, perGpu)))
                        .flatMap(each -> each)
                        .toList());
    }

    private static Stream<Ratios.Times> told(Ratio ratio, Optional<Figure> times) {
        return times.map(each -> new Ratios.Times(ratio, each)).stream();
    }

    private static Figure perGpu(Pair pair) {
        return switch (pair.advantage()) {
            case Advantage.OfTheSides _ ->
                    told(pair.b().tokensPerSecond().per(pair.a().tokensPerSecond()));
            case Advantage.OfThroughput(Figure times) -> times;
            case Advantage.OfTokensPerDollar(Figure times) ->
                    over(times, dollars(pair.b()), dollars(pair.a())).orElse(times);
        };
    }

    private static Optional<Figure> perDollar(Pair pair, Figure perGpu) {
        return switch (pair.advantage()) {
            // as it is stated: through the prices and back, its interval would only widen
            case Advantage.OfTokensPerDollar(Figure times) -> Optional.of(times);
            case Advantage.OfTheSides _, Advantage.OfThroughput _ ->
                    over(perGpu, dollars(pair.a()), dollars(pair.b()));
        };
    }

    private static Optional<Figure> kw(Side side) {
        return side.accounts().paidKw();
    }

    private static Optional<Figure> dollars(Side side) {
        return side.accounts().paidDollars();
    }

    private static Optional<Figure> over(
            Figure times, Optional<Figure> numerator, Optional<Figure> denominator) {
        return numerator.flatMap(
                above -> denominator.map(below -> told(times.times(above).per(below))));
    }

    private static Rebuilt.Yield yielded(Figure tokens, Accounts accounts) {
        Optional<Figure> kw = accounts.paidKw();
        Optional<Figure> joules = kw.map(each -> told(each.times(WATTS_PER_KW).per(tokens)));
        return new Rebuilt.Yield(
                tokens,
                kw.map(each -> told(tokens.times(KW_PER_MW).per(each))),
                joules,
                accounts.paidDollars().map(each -> told(each.per(tokens.times(MTOK_PER_HOUR)))),
                joules.flatMap(each -> energyCost(each, accounts)));
    }

    private static Optional<Figure> energyCost(Figure joules, Accounts accounts) {
        return accounts.energyPrice()
                .map(perKwh -> told(joules.times(KWH_PER_MTOK_AND_JOULE).times(perKwh)));
    }

    /** A figure that names its making instead of the sources of all its parts. */
    private static Figure told(Figure figure) {
        return new Figure(
                figure.value(),
                figure.low(),
                figure.high(),
                figure.provenance(),
                "rebuilt from the claim's constants");
    }
}
