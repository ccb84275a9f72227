// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.exposition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

class ExpositionParserTest {

    private static final ExpositionLimits LIMITS = new ExpositionLimits(100, 50, 4, 64);

    @Property(tries = 500)
    void readsBackWhatWasWritten(@ForAll("samples") List<Sample> samples) {
        StringBuilder page = new StringBuilder("# HELP a something\n# TYPE a gauge\n\n");
        samples.forEach(sample -> page.append(written(sample)).append('\n'));
        Set<String> names = Set.copyOf(samples.stream().map(Sample::name).toList());
        ExpositionParser parser =
                new ExpositionParser(new ExpositionLimits(100, 50, 8, 1_000), names);

        Exposition read = parser.parse(page.toString().getBytes(StandardCharsets.UTF_8));

        assertEquals(samples, read.samples());
        assertTrue(read.skipped().isEmpty(), () -> "skipped " + read.skipped());
    }

    @Property(tries = 1_000)
    void neverThrowsAndStaysWithinItsLimits(@ForAll byte[] body) {
        Exposition read = parser("a", "b").parse(body);

        assertTrue(read.samples().size() <= LIMITS.maxSamples());
    }

    @Property(tries = 1_000)
    void survivesPagesMadeOfTheFormatsOwnCharacters(@ForAll("hostile") String page) {
        Exposition read = parser("a", "aa").parse(page.getBytes(StandardCharsets.UTF_8));

        assertTrue(read.samples().stream().allMatch(s -> s.labels().size() <= LIMITS.maxLabels()));
    }

    @Example
    void countsEachMalformedLineUnderItsReason() {
        Exposition read =
                read(
                        """
                        a{x="1"} 1
                        {x="1"} 1
                        a{x=1} 1
                        a{x="1",x="2"} 1
                        a{x="1"
                        a{x="bad \\escape"} 1
                        a one
                        a 1 2 3
                        a
                        a NaN
                        a +Inf
                        a{p="1",q="1",r="1",s="1",t="1"} 1
                        a{x="%s"} 1
                        """
                                .formatted("y".repeat(65)));

        assertEquals(1, read.samples().size());
        assertEquals(
                Map.of(
                        SkipReason.BAD_NAME, 1,
                        SkipReason.BAD_LABELS, 4,
                        SkipReason.BAD_VALUE, 3,
                        SkipReason.NOT_FINITE, 2,
                        SkipReason.TOO_MANY_LABELS, 1,
                        SkipReason.TOO_LONG, 1),
                read.skipped());
    }

    @Example
    void acceptsWhatExportersWrite() {
        Exposition read =
                read(
                        """
                        a 1 1700000000000
                        a{} 2
                        a { x = "1" , } 3
                        a{x="1"} 4 # {trace="abc"} 4 1700000000.1
                        \ta\t5\r
                        aa 6\
                        """);

        assertEquals(
                List.of(1L, 2L, 3L, 4L, 5L),
                read.samples().stream().map(s -> s.value().scaled(0).orElseThrow()).toList());
        assertTrue(read.skipped().isEmpty(), () -> "skipped " + read.skipped());
    }

    @Example
    void stopsAtTheLimitsOfLinesAndSamplesAndSaysSo() {
        assertEquals(Map.of(SkipReason.TOO_MANY_LINES, 1), read("#\n".repeat(101)).skipped());
        Exposition many = read("a 1\n".repeat(60));
        assertEquals(50, many.samples().size());
        assertEquals(Map.of(SkipReason.TOO_MANY_SAMPLES, 1), many.skipped());
    }

    @Property(tries = 500)
    void scalesAsExactlyAsBigDecimalDoes(
            @ForAll @LongRange(min = -999_999_999_999_999_999L, max = 999_999_999_999_999_999L)
                    long unscaled,
            @ForAll @IntRange(min = -30, max = 30) int exponent,
            @ForAll @IntRange(min = -6, max = 6) int power) {
        BigDecimal exact =
                BigDecimal.valueOf(unscaled)
                        .scaleByPowerOfTen(exponent + power)
                        .setScale(0, RoundingMode.HALF_UP);
        boolean fits = exact.toBigIntegerExact().bitLength() <= 63;
        OptionalLong expected =
                fits ? OptionalLong.of(exact.longValueExact()) : OptionalLong.empty();

        assertEquals(expected, new Decimal(unscaled, exponent).scaled(power));
    }

    @Example
    void keepsEighteenDigitsOfALongNumber() {
        Sample sample = read("a 1234567890123456789012e-4").samples().getFirst();

        assertEquals(OptionalLong.of(123_456_789_012_345_678L), sample.value().scaled(0));
    }

    @Provide
    Arbitrary<List<Sample>> samples() {
        Arbitrary<String> text = Arbitraries.strings().ofMaxLength(20).excludeChars('\r');
        Arbitrary<Map<String, String>> labels =
                Arbitraries.maps(names("abcXYZ_09"), text).ofMaxSize(5);
        Arbitrary<Tuple2<Long, Integer>> values =
                Combinators.combine(
                                Arbitraries.longs()
                                        .between(-99_999_999_999_999_999L, 99_999_999_999_999_999L),
                                Arbitraries.integers().between(-20, 20))
                        .as(Tuple::of);
        return Combinators.combine(names("abcXYZ_:09"), labels, values)
                .as((n, l, v) -> new Sample(n, l, new Decimal(v.get1(), v.get2())))
                .list()
                .ofMaxSize(20);
    }

    @Provide
    Arbitrary<String> hostile() {
        return Arbitraries.strings().withChars("a{}=,\"\\\n\r\t #1.eE+-NInf_:é").ofMaxLength(400);
    }

    private static Arbitrary<String> names(String chars) {
        return Arbitraries.strings()
                .withChars(chars)
                .ofMinLength(1)
                .ofMaxLength(12)
                .filter(name -> !Character.isDigit(name.charAt(0)));
    }

    private static String written(Sample sample) {
        StringBuilder line = new StringBuilder(sample.name());
        if (!sample.labels().isEmpty()) {
            line.append('{');
            sample.labels()
                    .forEach(
                            (k, v) ->
                                    line.append(k).append("=\"").append(escaped(v)).append("\","));
            line.append('}');
        }
        Decimal value = sample.value();
        return line.append(' ')
                .append(value.unscaled())
                .append('e')
                .append(value.exponent())
                .toString();
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static Exposition read(String page) {
        return parser("a").parse(page.getBytes(StandardCharsets.UTF_8));
    }

    private static ExpositionParser parser(String... names) {
        return new ExpositionParser(LIMITS, List.of(names));
    }
}
