// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.claim.Claims;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.Collectors;

class ClaimReaderTest {
    private static final String SAMPLE = Claims.text("sample.yaml");

    private static List<ClaimProblem> refused(String yaml, String... asked) {
        var reading = ClaimReader.read(yaml, List.of(asked));
        return assertInstanceOf(ClaimReading.Refused.class, reading, reading::toString).problems();
    }

    private static ClaimProblem only(String yaml, String... asked) {
        var problems = refused(yaml, asked);
        assertEquals(1, problems.size(), problems::toString);
        return problems.getFirst();
    }

    @Test
    void namesEveryProblemAtOnceWithPathValueAndFix() {
        var problems =
                refused(
                        SAMPLE.replace("kw-per-gpu: 1.73", "kw-per-gpu: -1")
                                .replace("weights: fp8  ", "weights: fp3  ")
                                .replace("owner: hyperscaler  ", "owner: cloud  ")
                                .replace("utilization: 0.6 ", "utilisation: 0.6 ")
                                .replace("input-tokens: 2048 ", "input-tokens: 2048.5 ")
                                .replace("expect-at: [40]", "expect-at: [0, fast]"));
        assertEquals(
                List.of(
                        "a.power.kw-per-gpu",
                        "a.price.owner",
                        "a.utilisation",
                        "a.weights",
                        "a.workload.input-tokens",
                        "expect-at",
                        "expect-at"),
                problems.stream().map(ClaimProblem::path).sorted().toList(),
                problems::toString);
        var kw = problems.stream().filter(p -> p.path().endsWith("kw-per-gpu")).findFirst();
        assertEquals("-1", kw.orElseThrow().value());
        assertEquals("give a number from 0.001 to 1000 kW per GPU", kw.orElseThrow().fix());
    }

    @Test
    void refusesWhatIsNoClaim() {
        assertEquals("", only("[]").path());
        assertEquals("", only("").path());
        assertTrue(only("a: [").path().startsWith("line "));
        assertTrue(only("claim: a\nclaim: b\n").problem().contains("Duplicate"));
        assertEquals("", only("#".repeat(ClaimReader.MAX_CHARS + 1)).path());
        assertTrue(refused("what: ever\n").size() > 4);
    }

    @Test
    void refusesAFigureOutsideItsOwnInterval() {
        var problem = only(SAMPLE.replace("low: 2300", "low: 2600"));
        assertEquals("b.throughput.tokens-per-s-per-gpu", problem.path());
    }

    @Test
    void refusesTwoAdvantages() {
        assertEquals(
                "tokens-per-dollar-ratio",
                only(SAMPLE + "throughput-ratio: 2\ntokens-per-dollar-ratio: 2\n").path());
    }

    @Test
    void namesTheWhatIfThatDoesNotRead() {
        var broken = SAMPLE.replace("b.price: {owner: neocloud, ", "b.price: {owner: nobody, ");
        assertEquals("what-ifs[0].set: b.price.owner", only(broken).path());
        var elsewhere = SAMPLE.replace("    set:\n      a.price:", "    set:\n      source:");
        assertEquals("what-ifs[0].set: source", only(elsewhere).path());
    }

    @Test
    void namesTheQuestionThatDoesNotRead() {
        assertEquals("what-if", only(SAMPLE, "faster").path());
        assertEquals("b.colour", only(SAMPLE, "b.colour=green").path());
        assertEquals("what-if: b.gpu.name", only(SAMPLE, "b.gpu.name=x").path());
        assertEquals("what-if: b..gpu", only(SAMPLE, "b..gpu=x").path());
        assertEquals("b.power.kw-per-gpu", only(SAMPLE, "b.power.kw-per-gpu=much").path());
        assertEquals("what-if: b.gpu", only(SAMPLE, "b.gpu=[").path());
    }

    @Property(tries = 300)
    void readsOrRefusesWhateverIsWritten(@ForAll @StringLength(max = 200) String text) {
        var reading = ClaimReader.read(text, List.of(text, "b.gpu=" + text));
        assertTrue(
                reading instanceof ClaimReading.Understood
                        || !((ClaimReading.Refused) reading).problems().isEmpty());
    }

    @Test
    void endsItsListOfProblems() {
        var many = "x%d: 1\n";
        var text =
                java.util.stream.IntStream.range(0, 5_000)
                        .mapToObj(many::formatted)
                        .collect(Collectors.joining());
        assertEquals(201, refused(SAMPLE + text).size());
    }
}
