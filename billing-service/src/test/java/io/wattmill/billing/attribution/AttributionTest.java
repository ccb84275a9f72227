// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.attribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.billing.apportion.Apportionment;
import io.wattmill.billing.meter.Coefficients;
import io.wattmill.billing.usage.Timing;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

final class AttributionTest {

    private static final long S = 1_000_000L;
    private static final Attribution ATTRIBUTION = new Attribution(3_000_000);
    private static final Coefficients KNOWN =
            new Coefficients(
                    1_000, 100_000, Optional.empty(), 0, 100_000, Coefficients.Origin.UNTOLD);

    private static final Coefficients READING =
            new Coefficients(
                    1_000,
                    100_000,
                    Optional.empty(),
                    10_000_000,
                    100_000,
                    Coefficients.Origin.UNTOLD);

    /** A step of 2 J whatever is in it. */
    private static final Coefficients IN_STEPS =
            new Coefficients(
                    1_000,
                    300_000,
                    Optional.of(new Coefficients.Step(2 * S, 0)),
                    0,
                    0,
                    Coefficients.Origin.UNTOLD);

    @Property
    void sharesSumToTheWindowExactly(
            @ForAll("windows") Window window, @ForAll("residencies") List<Residency> residencies) {
        List<Share> shares = ATTRIBUTION.attribute(window, residencies);
        assertEquals(window.energyUj(), sum(shares));
        assertTrue(shares.stream().allMatch(share -> share.energyUj() >= 0));
    }

    @Property
    void everyOverlappingRequestHasAnIdleShare(
            @ForAll("windows") Window window, @ForAll("residencies") List<Residency> residencies) {
        long present = residencies.stream().filter(r -> r.overlapUs(window) > 0).count();
        long idle =
                ATTRIBUTION.attribute(window, residencies).stream()
                        .filter(share -> share.kind() == ShareKind.IDLE_SHARE)
                        .count();
        assertEquals(present, idle);
    }

    @Property
    void neverExplainsMoreThanTheScaleAllows(
            @ForAll("windows") Window window, @ForAll("residencies") List<Residency> residencies) {
        List<Share> shares = ATTRIBUTION.attribute(window, residencies);
        Company company = Company.in(window, residencies);
        BigInteger predicted =
                residencies.stream()
                        .map(r -> r.prefillWeight(window).add(r.decodeWeight(window, company)))
                        .reduce(BigInteger.ZERO, BigInteger::add);
        BigInteger used =
                BigInteger.valueOf(sum(shares, ShareKind.PREFILL) + sum(shares, ShareKind.DECODE));
        assertTrue(
                used.multiply(BigInteger.valueOf(Residency.WEIGHT_SCALE))
                                .compareTo(predicted.multiply(BigInteger.valueOf(3)))
                        <= 0);
    }

    @Property
    void apportionmentIsExactAndWithinOneOfTheQuota(@ForAll("weights") List<Long> weights) {
        BigInteger[] given = weights.stream().map(BigInteger::valueOf).toArray(BigInteger[]::new);
        BigInteger all = BigInteger.valueOf(weights.stream().mapToLong(Long::longValue).sum());
        long total = 1_000_003;
        long[] parts = Apportionment.split(total, given);
        long sum = 0;
        for (int i = 0; i < parts.length; i++) {
            long floor = BigInteger.valueOf(total).multiply(given[i]).divide(all).longValue();
            assertTrue(parts[i] == floor || parts[i] == floor + 1);
            sum += parts[i];
        }
        assertEquals(total, sum);
    }

    @Test
    void aWindowWithoutRequestsIsEmpty() {
        Window window = new Window(777, 0, 10 * S, KNOWN);
        assertEquals(
                List.of(new Share.Overhead(ShareKind.EMPTY, 777)),
                ATTRIBUTION.attribute(window, List.of()));
    }

    @Test
    void prefillCountsUpToTheFirstTokenAndDecodeAfterIt() {
        // 100 W base for 10 s is 1,000 J; 400 J are above it: 1000 x 1 mJ + 2 x 100 mJ predicted,
        // per second of each.
        Window first = new Window(1_400 * S, 0, 10 * S, KNOWN);
        Residency request =
                new Residency(
                        new UUID(0, 1),
                        1,
                        new Timing(0, OptionalLong.of(10 * S), 20 * S),
                        200_000,
                        0,
                        2_000);
        List<Share> early = ATTRIBUTION.attribute(first, List.of(request));
        assertEquals(400 * S, sum(early, ShareKind.PREFILL));
        assertEquals(0, sum(early, ShareKind.DECODE));
        Window second = new Window(1_150 * S, 10 * S, 20 * S, KNOWN);
        List<Share> late = ATTRIBUTION.attribute(second, List.of(request));
        assertEquals(0, sum(late, ShareKind.PREFILL));
        assertEquals(150 * S, sum(late, ShareKind.DECODE));
        assertEquals(1_000 * S, sum(late, ShareKind.IDLE_SHARE));
    }

    @Test
    void anAnswerThatWasNotStreamedSpreadsItsOutputOverTheWholeAttempt() {
        Window window = new Window(1_200 * S, 0, 10 * S, KNOWN);
        Residency request =
                new Residency(
                        new UUID(0, 1),
                        1,
                        new Timing(0, OptionalLong.empty(), 20 * S),
                        0,
                        0,
                        4_000);
        List<Share> shares = ATTRIBUTION.attribute(window, List.of(request));
        assertEquals(200 * S, sum(shares, ShareKind.DECODE));
        assertEquals(0, sum(shares, ShareKind.UNATTRIBUTED));
    }

    @Test
    void readingALongContextCostsMoreThanAShortOne() {
        // 100 tokens of 100 mJ each; their reads: 100 x 10,000 + 4,950 tokens, at 10 uJ each.
        Window window = new Window(2_000 * S, 0, 10 * S, READING);
        Residency brief = reading(1, 0, 100);
        Residency lengthy = reading(2, 10_000, 100);
        List<Share> shares = ATTRIBUTION.attribute(window, List.of(brief, lengthy));
        assertEquals(3 * (10 * S + 49_500), decode(shares, 1));
        assertEquals(3 * (10 * S + 10 * S + 49_500), decode(shares, 2));
    }

    @Property
    void windowsThatFollowEachOtherAddUpToTheContractsReads(
            @ForAll @IntRange(min = 0, max = 100_000) int prompt,
            @ForAll @IntRange(min = 0, max = 5_000) int output,
            @ForAll @IntRange(min = 1, max = 9_999_999) int cutUs) {
        Residency request = reading(1, prompt, output);
        BigInteger first = alone(request, new Window(0, 0, cutUs, READING));
        BigInteger second = alone(request, new Window(0, cutUs, 10 * S, READING));
        long reads = (long) output * prompt + (long) output * Math.max(0, output - 1) / 2;
        BigInteger whole =
                BigInteger.valueOf(100_000L * output + 10 * reads)
                        .multiply(BigInteger.valueOf(Residency.WEIGHT_SCALE));
        assertTrue(whole.subtract(first.add(second)).abs().longValueExact() <= 4);
    }

    @Test
    void laterOutputReadsMore() {
        Residency request = reading(1, 0, 1_000);
        BigInteger early = alone(request, new Window(0, 0, 5 * S, READING));
        BigInteger late = alone(request, new Window(0, 5 * S, 10 * S, READING));
        // A quarter of the reads of output lie in its first half.
        BigInteger tokens = BigInteger.valueOf(500L * 100_000 * Residency.WEIGHT_SCALE);
        assertEquals(early.subtract(tokens).multiply(BigInteger.valueOf(3)), late.subtract(tokens));
    }

    @Test
    void whoIsAloneAtTheEndPaysTheStepsOfThatTimeAlone() {
        // 100 tokens a second each: 1,000 steps, of which 500 make two tokens.
        Window window = new Window(2_000 * S, 0, 10 * S, IN_STEPS);
        List<Share> shares =
                ATTRIBUTION.attribute(window, List.of(decoding(1, 5, 500), decoding(2, 10, 1_000)));
        assertEquals(500 * S, decode(shares, 1), 10);
        assertEquals(1_500 * S, decode(shares, 2), 10);
    }

    @Test
    void whileAPromptIsReadTheOthersMakeOneStep() {
        // 100 W. Alone: 200 steps to second 4, and 1 while 400 J of prompt are read to second 8;
        // then 100 in company.
        Residency first = decoding(1, 10, 301);
        Residency prompt = prompting();
        Window window = new Window(1_002 * S, 0, 10 * S, IN_STEPS);
        List<Share> shares = ATTRIBUTION.attribute(window, List.of(first, prompt));
        assertEquals(400 * S, sum(shares, ShareKind.PREFILL), S);
        assertEquals(100 * S, decode(shares, 2), S);
        assertEquals((200 + 1 + 50) * 2 * S, decode(shares, 1), S);
    }

    @Test
    void aPromptAloneSharesNoStep() {
        Window window = new Window(2_000 * S, 0, 10 * S, IN_STEPS);
        List<Share> shares =
                ATTRIBUTION.attribute(window, List.of(decoding(1, 10, 1_000), decoding(2, 10, 0)));
        assertEquals(2_000 * S, decode(shares, 1));
    }

    /**
     * Ten tokens a second: the weights of all that were there are those of the steps there were.
     */
    @Property
    void aStepIsPaidOnce(
            @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = 9) Integer> seconds,
            @ForAll @IntRange(min = 1, max = 9_999_999) int cutUs) {
        List<Residency> batch = new ArrayList<>();
        seconds.forEach(s -> batch.add(decoding(batch.size(), s, 10L * s)));
        BigInteger all = BigInteger.ZERO;
        for (Window window :
                List.of(
                        new Window(50 * S, 0, cutUs, IN_STEPS),
                        new Window(50 * S, cutUs, 10 * S, IN_STEPS))) {
            Company company = Company.in(window, batch);
            for (Residency one : batch) {
                all = all.add(one.decodeWeight(window, company));
            }
        }
        long steps = 10L * Collections.max(seconds);
        BigInteger paid = BigInteger.valueOf(2 * S * steps * Residency.WEIGHT_SCALE);
        assertTrue(paid.subtract(all).abs().longValueExact() < 10_000, () -> paid + " " + seconds);
    }

    @Test
    void idlePowerIsSharedBySecondsInResidence() {
        Window window = new Window(1_000 * S, 0, 10 * S, KNOWN);
        Residency whole = residency(1, 0, 10 * S);
        Residency third = residency(2, 5 * S, 15 * S);
        List<Share> shares = ATTRIBUTION.attribute(window, List.of(whole, third));
        assertEquals(
                new Share.OfRequest(new UUID(0, 1), 1, ShareKind.IDLE_SHARE, 666_666_667),
                shares.get(0));
        assertEquals(
                new Share.OfRequest(new UUID(0, 2), 1, ShareKind.IDLE_SHARE, 333_333_333),
                shares.get(1));
    }

    @Test
    void whatNobodyHerePredictedIsUnattributed() {
        Window window = new Window(2_000 * S, 0, 10 * S, KNOWN);
        // Predicts 1,000 tokens x 100 mJ = 100 J, so at most 300 J of the 1,000 J above base are
        // its.
        Residency request =
                new Residency(
                        new UUID(0, 1), 1, new Timing(0, OptionalLong.of(0), 10 * S), 0, 0, 1_000);
        List<Share> shares = ATTRIBUTION.attribute(window, List.of(request));
        assertEquals(300 * S, sum(shares, ShareKind.DECODE));
        assertEquals(700 * S, sum(shares, ShareKind.UNATTRIBUTED));
    }

    @Test
    void oneOfFourDevicesExplainsAQuarterOfTheWork() {
        // 4,000 tokens x 100 mJ are 100 J on each device, so at most 300 J of the 1,000 J above its
        // base of 250 J are theirs.
        Window window = new Window(1_250 * S, 0, 10 * S, KNOWN.onDevices(1, 4));
        List<Share> shares = ATTRIBUTION.attribute(window, List.of(decoding(1, 10, 4_000)));
        assertEquals(250 * S, sum(shares, ShareKind.IDLE_SHARE));
        assertEquals(300 * S, sum(shares, ShareKind.DECODE));
        assertEquals(700 * S, sum(shares, ShareKind.UNATTRIBUTED));
    }

    @Test
    void oneOfFourDevicesIsSharedAsAllOfThemAre() {
        Residency prompt = prompting();
        List<Residency> batch = List.of(decoding(1, 10, 301), prompt);
        List<Share> all = ATTRIBUTION.attribute(new Window(1_002 * S, 0, 10 * S, IN_STEPS), batch);
        Coefficients quarter = IN_STEPS.onDevices(1, 4);
        List<Share> one =
                ATTRIBUTION.attribute(new Window(1_002 * S / 4, 0, 10 * S, quarter), batch);
        assertEquals(decode(all, 1), 4 * decode(one, 1), 10);
        assertEquals(decode(all, 2), 4 * decode(one, 2), 10);
    }

    @Test
    void withoutCoefficientsEverythingAboveBaseIsUnattributed() {
        Window window = new Window(500, 0, 10 * S, Coefficients.UNKNOWN);
        List<Share> shares = ATTRIBUTION.attribute(window, List.of(residency(1, 0, S)));
        assertEquals(500, sum(shares, ShareKind.UNATTRIBUTED));
    }

    @Test
    void usageHasSettledUpToTheSlowestLiveGateway() {
        var slow = new Settled.GatewayMark(100, 990);
        var quick = new Settled.GatewayMark(200, 995);
        var dead = new Settled.GatewayMark(5, 10);
        Settled.Patience patience = new Settled.Patience(60, 20);
        assertEquals(100, Settled.through(List.of(slow, quick, dead), 0, 1_000, patience));
        assertEquals(
                940, Settled.through(List.of(dead), 0, 1_000, patience), "one may be on its way");
        assertEquals(
                5,
                Settled.through(List.of(dead), 990, 1_000, patience),
                "billing could not have heard it yet");
        assertEquals(940, Settled.through(List.of(), 990, 1_000, patience));
        var ahead = new Settled.GatewayMark(5_000, 995);
        assertEquals(
                980,
                Settled.through(List.of(ahead), 0, 1_000, patience),
                "a new one is not heard at once");
    }

    /** Its weight where nobody else is. */
    private static BigInteger alone(Residency request, Window window) {
        return request.decodeWeight(window, Company.in(window, List.of(request)));
    }

    /** Decodes for ten seconds from 0; its prompt was cached. */
    private static Residency reading(int n, long prompt, long output) {
        Timing timing = new Timing(0, OptionalLong.of(0), 10 * S);
        return new Residency(new UUID(0, n), 1, timing, 0, prompt, output);
    }

    /** 400 J of prompt from second 4 to 8, then 100 tokens to second 10. */
    private static Residency prompting() {
        return new Residency(
                new UUID(0, 2),
                1,
                new Timing(4 * S, OptionalLong.of(8 * S), 10 * S),
                400_000,
                0,
                100);
    }

    /** Decodes from 0, without a prompt. */
    private static Residency decoding(int n, long seconds, long output) {
        Timing timing = new Timing(0, OptionalLong.of(0), seconds * S);
        return new Residency(new UUID(0, n), 1, timing, 0, 0, output);
    }

    private static long decode(List<Share> shares, int n) {
        return shares.stream()
                .filter(share -> share.kind() == ShareKind.DECODE)
                .filter(
                        share ->
                                share instanceof Share.OfRequest of
                                        && of.requestId().equals(new UUID(0, n)))
                .mapToLong(Share::energyUj)
                .sum();
    }

    private static Residency residency(int n, long startUs, long endUs) {
        return new Residency(
                new UUID(0, n), 1, new Timing(startUs, OptionalLong.empty(), endUs), 0, 0, 0);
    }

    private static long sum(List<Share> shares) {
        return shares.stream().mapToLong(Share::energyUj).sum();
    }

    private static long sum(List<Share> shares, ShareKind kind) {
        return shares.stream()
                .filter(share -> share.kind() == kind)
                .mapToLong(Share::energyUj)
                .sum();
    }

    @Provide
    Arbitrary<Window> windows() {
        Arbitrary<Coefficients> coefficients =
                Combinators.combine(
                                Arbitraries.longs().between(0, 10_000_000),
                                Arbitraries.longs().between(0, 10_000_000),
                                steps().optional(),
                                Arbitraries.longs().between(0, 1_000_000_000L),
                                Arbitraries.longs().between(0, 20_000_000),
                                Arbitraries.just(Coefficients.Origin.UNTOLD))
                        .as(Coefficients::new);
        return Combinators.combine(
                        Arbitraries.longs().between(0, 200_000 * S),
                        Arbitraries.longs().between(0, 50 * S),
                        Arbitraries.longs().between(1, 30 * S),
                        coefficients)
                .as((energy, start, length, c) -> new Window(energy, start, start + length, c));
    }

    private static Arbitrary<Coefficients.Step> steps() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, 100_000_000),
                        Arbitraries.longs().between(0, 10_000_000))
                .as(Coefficients.Step::new);
    }

    @Provide
    Arbitrary<List<Residency>> residencies() {
        Arbitrary<Timing> timings =
                Combinators.combine(
                                Arbitraries.longs().between(1, 80 * S),
                                Arbitraries.longs().between(0, 90 * S),
                                Arbitraries.longs().between(0, 90 * S))
                        .as(Timing::ordered);
        return Combinators.combine(
                        Arbitraries.longs().between(1, 1_000),
                        timings,
                        Arbitraries.longs().between(0, 200_000),
                        Arbitraries.longs().between(0, 200_000),
                        Arbitraries.longs().between(0, 20_000))
                .as(
                        (id, timing, prefill, cached, decode) ->
                                new Residency(new UUID(0, id), 1, timing, prefill, cached, decode))
                .list()
                .ofMaxSize(40);
    }

    @Provide
    Arbitrary<List<Long>> weights() {
        return Arbitraries.longs()
                .between(0, 1_000_000_000)
                .list()
                .ofMinSize(1)
                .ofMaxSize(50)
                .filter(list -> list.stream().anyMatch(weight -> weight > 0));
    }
}
