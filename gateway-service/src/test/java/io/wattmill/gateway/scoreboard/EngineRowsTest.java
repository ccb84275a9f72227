// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.scoreboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.contract.common.v1.EnergyCoefficients;
import io.wattmill.contract.fleet.v1.EnergyFit;
import io.wattmill.contract.fleet.v1.EngineState;
import io.wattmill.contract.fleet.v1.EngineView;
import io.wattmill.contract.fleet.v1.FleetSnapshot;
import io.wattmill.contract.fleet.v1.NodeState;
import io.wattmill.contract.fleet.v1.NodeView;
import io.wattmill.contract.fleet.v1.ServedModel;

import org.junit.jupiter.api.Test;

/** What an operator reads of a node's engines. */
class EngineRowsTest {

    private static final EnergyCoefficients MODELLED =
            coefficients(30_000, 200_000, "engine-model");

    private static EnergyCoefficients coefficients(long prefillUj, long decodeUj, String method) {
        return EnergyCoefficients.newBuilder()
                .setPrefillUjPerToken(prefillUj)
                .setDecodeUjPerToken(decodeUj)
                .setBasePowerMw(115_500)
                .setRelativeErrorPpm(210_000)
                .setMethod(method)
                .build();
    }

    private static JsonNode engine(NodeState node, EngineState.Builder state) {
        EngineView engine =
                EngineView.newBuilder()
                        .setEngineId("e0")
                        .setInFlight(3)
                        .addModels(ServedModel.newBuilder().setModel("llama"))
                        .setState(state)
                        .build();
        FleetSnapshot snapshot =
                FleetSnapshot.newBuilder()
                        .addNodes(NodeView.newBuilder().setState(node).addEngines(engine))
                        .build();
        History<FleetSnapshot> history = History.<FleetSnapshot>empty(2).with(1, snapshot);
        return new FleetRows(history, 2).json().at("/list/0/engines");
    }

    private static JsonNode serving(EngineState.Builder state) {
        return engine(NodeState.NODE_STATE_SERVING, state).path(0);
    }

    @Test
    void saysHowLongCallersWaited() {
        JsonNode engine =
                serving(
                        EngineState.newBuilder()
                                .setTtftP50Us(180_250)
                                .setTtftP99Us(640_000)
                                .setTpotP50Us(0));
        assertEquals("e0", engine.path("engine_id").asText());
        assertEquals("llama", engine.at("/models/0").asText());
        assertEquals(180.25, engine.at("/ttft_ms/p50").asDouble());
        assertEquals(640, engine.at("/ttft_ms/p99").asDouble());
        assertTrue(engine.at("/tpot_ms/p50").isNumber(), "told to be 0");
        assertTrue(engine.at("/tpot_ms/p99").isNull(), "not told");
    }

    @Test
    void saysWhatWasLearnedBesideWhatIsUsed() {
        EnergyFit fit =
                EnergyFit.newBuilder()
                        .setCoefficients(coefficients(31_000, 240_000, "fitted"))
                        .setPrefillErrorUj(900)
                        .setDecodeErrorUj(8_000)
                        .setPriorRelativeErrorPpm(180_000)
                        .setBatch(24)
                        .setOutputTokensPerMegajoule(2_900_000)
                        .build();
        JsonNode engine = serving(EngineState.newBuilder().setCoefficients(MODELLED).setFit(fit));
        assertEquals(2.9, engine.path("tokens_per_joule").asDouble());
        assertEquals("engine-model", engine.at("/energy/method").asText());
        assertEquals(0.2, engine.at("/energy/decode_joules_per_token").asDouble());
        assertEquals(115.5, engine.at("/energy/base_watts").asDouble());
        JsonNode learned = engine.path("learned");
        assertFalse(learned.path("used").asBoolean(true));
        assertEquals(0.031, learned.path("prefill_joules_per_token").asDouble());
        assertEquals(0.0009, learned.path("prefill_error").asDouble());
        assertEquals(0.24, learned.path("decode_joules_per_token").asDouble());
        assertEquals(0.008, learned.path("decode_error").asDouble());
        assertEquals(0.21, learned.path("error").asDouble());
        assertEquals(0.18, learned.path("prior_error").asDouble());
        assertEquals(24, learned.path("batch").asLong());
    }

    @Test
    void whatNobodyKnowsIsNullAndNotZero() {
        JsonNode hosted =
                serving(
                        EngineState.newBuilder()
                                .setCoefficients(
                                        EnergyCoefficients.newBuilder().setMethod("unmetered")));
        assertTrue(hosted.path("energy").isNull());
        assertTrue(hosted.path("learned").isNull());
        assertTrue(hosted.path("tokens_per_joule").isNull());
        assertTrue(hosted.at("/ttft_ms/p50").isNull());
    }

    @Test
    void saysNothingOfTheEnginesOfANodeThatIsDown() {
        JsonNode engines =
                engine(
                        NodeState.NODE_STATE_DOWN,
                        EngineState.newBuilder().setCoefficients(MODELLED));
        assertTrue(engines.isArray() && engines.isEmpty());
    }
}
