// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.answer.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.answer.Metric;
import io.wattmill.twin.answer.Metrics;
import io.wattmill.twin.answer.PlanAnswer;
import io.wattmill.twin.answer.SampleAnswer;
import io.wattmill.twin.figure.Figure;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

class AnswerJsonTest {

    @Test
    void readsWhatItWrote() {
        var sample = SampleAnswer.hall2();
        var once = understood(AnswerJson.bytes(sample));
        assertEquals(sample.identity(), once.identity());
        assertEquals(sample.conclusion(), once.conclusion());
        assertEquals(sample.rules(), once.rules());
        assertEquals(sample.powerChain().nodes(), once.powerChain().nodes());
        assertEquals(sample.assumptions(), once.assumptions());
        assertEquals(once, understood(AnswerJson.bytes(once)));
        assertArrayEquals(AnswerJson.bytes(sample), AnswerJson.bytes(once));
    }

    @Test
    void readsAnAnswerWithLittleInIt() {
        assertEquals(SampleAnswer.bare(), understood(AnswerJson.bytes(SampleAnswer.bare())));
    }

    @Test
    void readsWhatTheFirstVersionWrote() throws Exception {
        var mapper = new ObjectMapper();
        var root = (ObjectNode) mapper.readTree(AnswerJson.bytes(SampleAnswer.hall2()));
        root.put("schema", "wattmill.plan-answer/1");
        for (var deployment : root.path("deployments")) {
            ((ObjectNode) deployment).remove("objectives");
        }
        var read = understood(mapper.writeValueAsBytes(root));
        assertEquals(List.of(), read.deployments().getFirst().objectives());
        assertEquals(SampleAnswer.hall2().rules(), read.rules());
    }

    @Property(tries = 200)
    void anyTextAndAnyFigureComeBackToSixDigits(
            @ForAll String name,
            @ForAll @DoubleRange(min = -1e12, max = 1e12) double value,
            @ForAll @DoubleRange(min = 0, max = 2) double error,
            @ForAll Metric metric,
            @ForAll Provenance provenance) {
        var figure = Figure.within(value, error, provenance, name);
        var back = understood(AnswerJson.bytes(with(metric, figure)));
        var read = back.metrics().figure(metric).orElseThrow();
        assertEquals(name, read.source());
        assertEquals(provenance, read.provenance());
        assertEquals(figure.value(), read.value(), Math.abs(figure.value()) * 5e-6);
        assertEquals(figure.low(), read.low(), Math.abs(figure.low()) * 5e-6);
        assertEquals(figure.high(), read.high(), Math.abs(figure.high()) * 5e-6);
        assertArrayEquals(
                AnswerJson.bytes(back), AnswerJson.bytes(understood(AnswerJson.bytes(back))));
    }

    /** No figure is without an end, so that no JSON is without a number. */
    @Property(tries = 500)
    void everyNumberIsFinite(
            @ForAll double value, @ForAll double low, @ForAll double high, @ForAll Metric metric) {
        Figure figure;
        try {
            figure = new Figure(value, low, high, Provenance.FITTED, "any");
        } catch (IllegalArgumentException e) {
            return;
        }
        var json = new String(AnswerJson.bytes(with(metric, figure)), StandardCharsets.UTF_8);
        assertFalse(json.matches("(?s).*(NaN|Infinity|[0-9][eE][+-]?[0-9]).*"), json);
        understood(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void refusesEndsWithoutAnEnd() {
        for (double odd : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new Figure(1, 1, odd, Provenance.FITTED, "any"));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new Figure(1, -odd, 1, Provenance.FITTED, "any"));
        }
    }

    @Test
    void refusesWhatItCannotReadAndNamesThePath() throws Exception {
        refused("", "no JSON");
        refused("[]", "no JSON object");
        refused("{\"schema\": \"wattmill.plan-answer/9\"}", "schema: is 'wattmill.plan-answer/9'");
        refused(changed("/metrics/pue", "provenance", "\"guessed\""), "metrics.pue.provenance");
        refused(changed("/metrics/pue", "low", "99"), "metrics.pue");
        refused(changed("/metrics", "pew", "{}"), "metrics: ");
        refused(changed("/binding", "constraint", "null"), "binding");
        refused(changed("", "extra", "1"), "extra");
        refused(changed("/year", "it_kw", "[1, 2]"), "year: ");
        refused(changed("/power_chain/links/0", "to", "\"utility\""), "goes in circles");
    }

    private static PlanAnswer with(Metric metric, Figure figure) {
        var bare = SampleAnswer.bare();
        return new PlanAnswer(
                bare.identity(),
                bare.conclusion(),
                new Metrics(Map.of(metric, figure)),
                bare.binding(),
                bare.deployments(),
                bare.rules(),
                bare.powerChain(),
                bare.year(),
                bare.operatingPoints(),
                bare.costs(),
                bare.assumptions());
    }

    private static PlanAnswer understood(byte[] json) {
        return assertInstanceOf(
                        AnswerReading.Understood.class,
                        AnswerJson.read(json),
                        () -> AnswerJson.read(json).toString())
                .answer();
    }

    private static String changed(String at, String key, String value) throws Exception {
        var mapper = new ObjectMapper();
        var root = mapper.readTree(AnswerJson.bytes(SampleAnswer.hall2()));
        ((ObjectNode) root.at(at)).set(key, mapper.readTree(value));
        return root.toString();
    }

    private static void refused(String json, String reason) {
        var reading = AnswerJson.read(json.getBytes(StandardCharsets.UTF_8));
        var refused = assertInstanceOf(AnswerReading.Refused.class, reading, json);
        assertTrue(refused.problem().contains(reason), refused.problem());
    }
}
