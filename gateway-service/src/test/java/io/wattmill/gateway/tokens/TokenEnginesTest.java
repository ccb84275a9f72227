// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.contract.fleet.v1.EngineState;
import io.wattmill.contract.fleet.v1.EngineView;
import io.wattmill.contract.fleet.v1.FleetSnapshot;
import io.wattmill.contract.fleet.v1.KvHearing.State;
import io.wattmill.contract.fleet.v1.NodeState;
import io.wattmill.contract.fleet.v1.NodeView;
import io.wattmill.contract.fleet.v1.ServedModel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;
import java.util.Optional;

class TokenEnginesTest {
    private static final Optional<String> ANYWHERE = Optional.empty();

    private final FleetSnapshot.Builder fleet = FleetSnapshot.newBuilder();
    private FleetSnapshot seen = FleetSnapshot.getDefaultInstance();
    private final TokenEngines engines = new TokenEngines(() -> Optional.of(seen));

    private NodeView.Builder node(String kind, String zone) {
        NodeView.Builder node = fleet.addNodesBuilder().setZone(zone);
        node.setState(NodeState.NODE_STATE_SERVING)
                .addEngines(
                        EngineView.newBuilder()
                                .setKind(kind)
                                .setUrl(kind + "-" + zone)
                                .setState(EngineState.newBuilder().setReachable(true))
                                .addModels(ServedModel.newBuilder().setModel("llama")));
        return node;
    }

    private List<String> of(String model, Optional<String> zone, boolean chat) {
        seen = fleet.build();
        return engines.of(model, zone, chat).stream().map(TokenEngine::url).toList();
    }

    @Test
    void aChatIsForEnginesThatApplyItsTemplateAndATextForOthersWhereThereIsNone() {
        node("sglang", "eu");
        node("tgi", "eu");
        assertEquals(List.of(), of("llama", ANYWHERE, true));
        assertEquals(List.of("sglang-eu"), of("llama", ANYWHERE, false));
        node("vllm", "eu");
        assertEquals(List.of("vllm-eu"), of("llama", ANYWHERE, true));
        assertEquals(List.of("vllm-eu"), of("llama", ANYWHERE, false));
    }

    @Test
    void aPromptGoesNowhereBeyondItsZoneAndToNoEngineOfAnotherModel() {
        node("vllm", "eu");
        node("vllm", "us");
        assertEquals(List.of("vllm-eu", "vllm-us"), of("llama", ANYWHERE, true));
        assertEquals(List.of("vllm-us"), of("llama", Optional.of("us"), true));
        assertEquals(List.of(), of("llama", Optional.of("asia"), true));
        assertEquals(List.of(), of("qwen", ANYWHERE, true));
    }

    @Test
    void enginesThatCannotBeReachedOrDoNotServeAreNotAsked() {
        node("vllm", "eu").setState(NodeState.NODE_STATE_DRAINING);
        node("vllm", "us").getEnginesBuilder(0).getStateBuilder().setReachable(false);
        assertEquals(List.of(), of("llama", ANYWHERE, true));
    }

    @Test
    void anAdapterIsAskedForByItsOwnNameWhereThatIsTaken() {
        for (String kind : List.of("vllm", "sglang")) {
            node(kind, "eu").getEnginesBuilder(0).getModelsBuilder(0).addLoraAdapters("sql");
        }
        assertEquals(List.of("vllm-eu"), of("sql", ANYWHERE, true));
        assertEquals("sql", engines.of("sql", ANYWHERE, true).getFirst().adapter());
        assertEquals("", engines.of("llama", ANYWHERE, true).getFirst().adapter());
    }

    @Test
    void namesAreOfUseWhereTheRouterListensToAnEngineThatMayTakeTheRequest() {
        node("vllm", "eu");
        node("vllm", "us").getEnginesBuilder(0).getKvHearingBuilder().setState(State.STATE_EXACT);
        assertTrue(heard("llama", ANYWHERE));
        assertTrue(heard("llama", Optional.of("us")));
        assertFalse(heard("llama", Optional.of("eu")));
        assertFalse(heard("qwen", ANYWHERE));
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"STATE_UNSPECIFIED", "STATE_OFF"})
    void namesAreOfNoUseWhereNobodyListens(State state) {
        node("vllm", "eu").getEnginesBuilder(0).getKvHearingBuilder().setState(state);
        assertFalse(heard("llama", ANYWHERE));
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"STATE_BLIND", "STATE_PARTIAL", "STATE_EXACT"})
    void namesAreOfUseToAnEngineThatMayYetBeUnderstood(State state) {
        node("vllm", "eu").getEnginesBuilder(0).getKvHearingBuilder().setState(state);
        assertTrue(heard("llama", ANYWHERE));
    }

    private boolean heard(String model, Optional<String> zone) {
        seen = fleet.build();
        return engines.areHeard(model, zone);
    }

    @Test
    void theyAreLookedUpOncePerSnapshot() {
        node("vllm", "eu");
        seen = fleet.build();
        List<TokenEngine> first = engines.of("llama", ANYWHERE, true);
        assertSame(first, engines.of("llama", ANYWHERE, true));
        node("vllm", "us");
        assertEquals(2, of("llama", ANYWHERE, true).size());
    }
}
