// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.diff.Answerer.Answered;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Over small plans whose answers are known: tokens, watts and price of a number of GPUs. */
class PlanDiffTest {

    record Small(String gpu, String rackFeed, String feed, double pue, double price) {}

    private static final Small OLD = new Small("h100", "q1", "q1", 1.3, 0.08);
    private static final Small NEW = new Small("b200", "q9", "q9", 1.1, 0.06);

    private static final List<PlanPart<Small>> PARTS =
            List.of(
                    new PlanPart<>(
                            "gpu", (a, b) -> new Small(b.gpu, b.rackFeed, a.feed, a.pue, a.price)),
                    new PlanPart<>(
                            "power",
                            (a, b) -> new Small(a.gpu, a.rackFeed, b.feed, a.pue, a.price)),
                    new PlanPart<>(
                            "cooling",
                            (a, b) -> new Small(a.gpu, a.rackFeed, a.feed, b.pue, a.price)),
                    new PlanPart<>(
                            "price",
                            (a, b) -> new Small(a.gpu, a.rackFeed, a.feed, a.pue, b.price)));

    private static Answered answer(Small plan) {
        if (!plan.rackFeed.equals(plan.feed)) {
            return new Answered.Refused("no feed " + plan.rackFeed);
        }
        double tokens = plan.gpu.equals("b200") ? 2_500 : 1_000;
        double watts = (plan.gpu.equals("b200") ? 1_000 : 700) * plan.pue;
        return new Answered.Of(
                new TreeMap<>(
                        Map.of(
                                "tokens", tokens,
                                "watts", watts,
                                "cost", watts * plan.price / tokens)));
    }

    private static Difference.Attributed diff(Small a, Small b) {
        return assertInstanceOf(
                Difference.Attributed.class, PlanDiff.of(a, b, PARTS, PlanDiffTest::answer));
    }

    private static Attribution of(Difference.Attributed found, String metric) {
        return found.attributions().stream()
                .filter(each -> each.metric().equals(metric))
                .findFirst()
                .orElseThrow();
    }

    private static BigDecimal sum(List<Share> shares) {
        return shares.stream().map(Share::adds).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static void assertExact(Attribution each) {
        assertEquals(0, sum(each.inOrder()).compareTo(each.difference()), each::toString);
        assertEquals(0, sum(each.averaged()).compareTo(each.difference()), each::toString);
    }

    @Test
    void sharesSumToEachDifference() {
        var found = diff(OLD, NEW);
        assertEquals(List.of("gpu", "power", "cooling", "price"), found.parts());
        assertEquals(3, found.attributions().size());
        found.attributions().forEach(PlanDiffTest::assertExact);
    }

    @Test
    void exchangesTogetherWhatDoesNotGoAlone() {
        var watts = of(diff(OLD, NEW), "watts");
        assertEquals(List.of("gpu", "power"), watts.inOrder().getFirst().parts());
        assertEquals(List.of("gpu", "power"), watts.averaged().getFirst().parts());
        assertEquals(0, watts.inOrder().getFirst().adds().compareTo(new BigDecimal("390")));
        assertEquals(0, watts.inOrder().get(1).adds().compareTo(new BigDecimal("-200")));
    }

    @Test
    void averagesOverBothOrders() {
        // 700 to 1000 W at a PUE of 1.3 or 1.1: 390 or 330; 1.3 to 1.1 of 700 or 1000 W: 140 or 200
        var watts = of(diff(OLD, NEW), "watts").averaged();
        assertEquals(0, watts.get(0).adds().compareTo(new BigDecimal("360")), watts::toString);
        assertEquals(0, watts.get(1).adds().compareTo(new BigDecimal("-170")), watts::toString);
        assertEquals(0, watts.get(2).adds().signum());
    }

    @Test
    void findsNothingBetweenAPlanAndItself() {
        var found = diff(OLD, OLD);
        assertEquals(List.of(), found.parts());
        found.attributions().forEach(each -> assertEquals(0, each.difference().signum()));
    }

    @Test
    void saysWhichPlanHasNoAnswer() {
        var broken = new Small("h100", "q1", "q2", 1.3, 0.08);
        assertEquals(
                new Difference.Unanswered("b", "no feed q1"),
                PlanDiff.of(OLD, broken, PARTS, PlanDiffTest::answer));
        assertEquals(
                new Difference.Unanswered("a", "no feed q1"),
                PlanDiff.of(broken, OLD, PARTS, PlanDiffTest::answer));
    }

    @Test
    void namesWhatNoPartCovers() {
        var found =
                assertInstanceOf(
                        Difference.Attributed.class,
                        PlanDiff.of(OLD, NEW, PARTS.subList(0, 3), PlanDiffTest::answer));
        assertEquals("anything else", found.parts().getLast());
        found.attributions().forEach(PlanDiffTest::assertExact);
    }

    @Test
    void leavesOutWhatAPlanOnTheWayCannotSay() {
        Answerer<Small> shy =
                plan -> {
                    var metrics = new TreeMap<>(((Answered.Of) answer(plan)).metrics());
                    if (plan.pue == 1.1 && plan.price == 0.08) {
                        metrics.remove("cost");
                    }
                    return new Answered.Of(metrics);
                };
        var together = new Small("h100", "q1", "q1", 1.1, 0.06);
        var found =
                assertInstanceOf(
                        Difference.Attributed.class, PlanDiff.of(OLD, together, PARTS, shy));
        assertEquals(List.of("cost"), found.unattributed());
    }

    /** Numbers of which the metric is a product: the parts interact as much as they can. */
    record Numbers(List<Double> each) {
        Numbers with(int i, double value) {
            var other = new ArrayList<>(each);
            other.set(i, value);
            return new Numbers(other);
        }
    }

    private static List<PlanPart<Numbers>> numberParts(int size) {
        return IntStream.range(0, size)
                .mapToObj(i -> new PlanPart<Numbers>("n" + i, (a, b) -> a.with(i, b.each.get(i))))
                .toList();
    }

    private static Answered product(Numbers plan) {
        return new Answered.Of(
                new TreeMap<>(Map.of("product", plan.each.stream().reduce(1.0, (a, b) -> a * b))));
    }

    @Property(tries = 200)
    void neitherOrderNorRoundingLeavesARest(
            @ForAll @Size(5) List<@DoubleRange(min = 0.01, max = 1_000) Double> a,
            @ForAll @Size(5) List<@DoubleRange(min = 0.01, max = 1_000) Double> b) {
        var there = numbers(a, b);
        var back = numbers(b, a);
        there.attributions().forEach(PlanDiffTest::assertExact);
        for (int i = 0; i < there.parts().size(); i++) {
            double forth = of(there, "product").averaged().get(i).adds().doubleValue();
            double home = of(back, "product").averaged().get(i).adds().doubleValue();
            double whole = Math.abs(of(there, "product").difference().doubleValue());
            assertEquals(0, forth + home, 1e-6 * Math.max(whole, 1));
        }
    }

    private static Difference.Attributed numbers(List<Double> a, List<Double> b) {
        return assertInstanceOf(
                Difference.Attributed.class,
                PlanDiff.of(new Numbers(a), new Numbers(b), numberParts(5), PlanDiffTest::product));
    }

    @Test
    void walksInOrderAloneWhenManyPartsDiffer() {
        var ones = new Numbers(java.util.Collections.nCopies(8, 1.0));
        var twos = new Numbers(java.util.Collections.nCopies(8, 2.0));
        var asked = new ArrayList<Numbers>();
        var found =
                assertInstanceOf(
                        Difference.Attributed.class,
                        PlanDiff.of(
                                ones,
                                twos,
                                numberParts(8),
                                plan -> {
                                    asked.add(plan);
                                    return product(plan);
                                }));
        var product = of(found, "product");
        assertTrue(product.averaged().isEmpty());
        assertEquals(8, product.inOrder().size());
        assertEquals(0, sum(product.inOrder()).compareTo(new BigDecimal("255")));
        assertEquals(9, asked.size());
    }
}
