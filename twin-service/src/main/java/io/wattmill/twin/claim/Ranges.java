// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim;

import io.wattmill.twin.figure.Figure;

import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** What-ifs that follow from the constants themselves: each at either end of its own interval. */
final class Ranges {
    private static final String THROUGHPUT = "throughput";

    private Ranges() {}

    static Stream<WhatIf.Varied> of(Pair pair) {
        return Stream.of(
                        side("a", pair.a(), a -> new Pair(a, pair.b(), pair.advantage())),
                        side("b", pair.b(), b -> new Pair(pair.a(), b, pair.advantage())),
                        advantage(pair))
                .flatMap(each -> each);
    }

    private static Stream<WhatIf.Varied> advantage(Pair pair) {
        Function<Advantage, Pair> with = other -> new Pair(pair.a(), pair.b(), other);
        return switch (pair.advantage()) {
            case Advantage.OfTheSides _ -> Stream.empty();
            case Advantage.OfThroughput(Figure times) ->
                    ends(
                            THROUGHPUT,
                            "ratio",
                            times,
                            end -> with.apply(new Advantage.OfThroughput(end)));
            case Advantage.OfTokensPerDollar(Figure times) ->
                    ends(
                            THROUGHPUT,
                            "ratio of tokens per dollar",
                            times,
                            end -> with.apply(new Advantage.OfTokensPerDollar(end)));
        };
    }

    private static Stream<WhatIf.Varied> side(String name, Side side, Function<Side, Pair> in) {
        Accounts accounts = side.accounts();
        var tokens =
                ends(
                        THROUGHPUT,
                        name + "'s tokens/s per GPU",
                        side.throughput().perGpu(),
                        end -> in.apply(side.withTokens(end)));
        var power =
                accounts.power().stream()
                        .flatMap(
                                told ->
                                        ends(
                                                "power",
                                                name + "'s kW per GPU",
                                                told.kwPerGpu(),
                                                end -> in.apply(side.with(accounts.withKw(end)))));
        var price =
                accounts.price().stream()
                        .flatMap(
                                told ->
                                        ends(
                                                "price",
                                                name + "'s dollars per GPU-hour",
                                                told.perGpuHour(),
                                                end ->
                                                        in.apply(
                                                                side.with(
                                                                        accounts.withPrice(end)))));
        return Stream.of(tokens, power, price).flatMap(each -> each);
    }

    private static Stream<WhatIf.Varied> ends(
            String assumption, String name, Figure figure, Function<Figure, Pair> with) {
        return Stream.of(figure.low(), figure.high())
                .filter(end -> end != figure.value())
                .map(end -> Figure.exact(end, figure.provenance(), figure.source()))
                .map(
                        end ->
                                new WhatIf.Varied(
                                        assumption,
                                        String.format(Locale.ROOT, "%s %.4g", name, end.value()),
                                        end.source(),
                                        with.apply(end),
                                        Ratios.NONE));
    }
}
