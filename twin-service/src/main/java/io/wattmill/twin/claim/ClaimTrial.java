// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim;

import io.wattmill.twin.claim.ClaimReport.Check;
import io.wattmill.twin.claim.ClaimReport.Expectation;
import io.wattmill.twin.figure.Figure;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Tests claims. Stateless; safe from any thread. */
public final class ClaimTrial {
    /**
     * How far a stated ratio may lie from the rebuilt one and still count as the same: claims round
     * (53.5 is sold as 50, 34.6 as 35).
     */
    public static final double ROUNDING = 0.1;

    private ClaimTrial() {}

    /** All that can be said of the claim. */
    public static ClaimReport test(Claim claim, Throughput throughput) {
        Rebuilt rebuilt = Rebuild.of(claim.pair());
        return new ClaimReport(
                claim,
                rebuilt,
                claim.before().map(Rebuild::of),
                checks(claim.stated(), rebuilt.ratios()),
                hinges(claim, rebuilt),
                whatIfs(claim, WhatIf.Unquantified.class).toList(),
                Conditions.obstacles(claim.pair().a(), claim.pair().b()),
                claim.expectAt().stream()
                        .map(each -> expectation(claim.pair(), each, throughput))
                        .toList());
    }

    private static List<Check> checks(Ratios stated, Ratios rebuilt) {
        return stated.told().stream().map(each -> check(each, rebuilt.of(each.ratio()))).toList();
    }

    private static Check check(Ratios.Times stated, Optional<Figure> follows) {
        boolean holds = follows.filter(figure -> agree(stated.times(), figure)).isPresent();
        return new Check(stated.ratio(), stated.times(), follows, holds);
    }

    private static boolean agree(Figure stated, Figure rebuilt) {
        double slack = Math.abs(stated.value()) * ROUNDING;
        return stated.low() - slack <= rebuilt.value() && rebuilt.value() <= stated.high() + slack;
    }

    private static List<Hinge> hinges(Claim claim, Rebuilt rebuilt) {
        var told = whatIfs(claim, WhatIf.Varied.class).map(each -> hinge(each, rebuilt));
        var ends =
                Ranges.of(claim.pair())
                        .map(each -> hinge(each, rebuilt))
                        .filter(hinge -> hinge.moves() > 1);
        return Stream.concat(told, ends)
                .sorted(Comparator.comparingDouble(Hinge::moves).reversed())
                .toList();
    }

    private static Hinge hinge(WhatIf.Varied varied, Rebuilt rebuilt) {
        Rebuilt other = Rebuild.of(varied.pair());
        var mismatches =
                checks(varied.says(), other.ratios()).stream()
                        .filter(check -> !check.holds())
                        .flatMap(ClaimTrial::mismatch)
                        .toList();
        return new Hinge(
                varied.assumption(),
                varied.name(),
                varied.source(),
                other,
                moves(rebuilt.ratios(), other.ratios()),
                mismatches);
    }

    private static Stream<Hinge.Mismatch> mismatch(Check check) {
        return check.rebuilt().stream()
                .map(follows -> new Hinge.Mismatch(check.ratio(), check.stated(), follows));
    }

    private static <T extends WhatIf> Stream<T> whatIfs(Claim claim, Class<T> kind) {
        return claim.whatIfs().stream().filter(kind::isInstance).map(kind::cast);
    }

    private static double moves(Ratios from, Ratios to) {
        return to.told().stream()
                .flatMap(
                        each ->
                                from.of(each.ratio()).stream()
                                        .map(was -> each.times().value() / was.value()))
                .mapToDouble(times -> Math.max(times, 1 / times))
                .max()
                .orElse(1);
    }

    private static Expectation expectation(Pair pair, double interactivity, Throughput model) {
        Throughput.Expected a = model.expected(pair.a(), interactivity);
        Throughput.Expected b = model.expected(pair.b(), interactivity);
        Ratios ratios =
                a.figure()
                        .flatMap(ofA -> b.figure().map(ofB -> ofB.per(ofA)))
                        .map(
                                times ->
                                        new Pair(
                                                pair.a(),
                                                pair.b(),
                                                new Advantage.OfThroughput(times)))
                        .map(expected -> Rebuild.of(expected).ratios())
                        .orElse(Ratios.NONE);
        return new Expectation(interactivity, a, b, ratios);
    }
}
