// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.contract.fleet.v1.EngineInfo;
import io.wattmill.router.fleet.KvEndpoint;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;
import java.util.OptionalInt;

class KvEndpointsTest {

    private static EngineInfo.Builder engine(String events) {
        return EngineInfo.newBuilder()
                .setEngineId("e")
                .setUrl("http://10.0.0.5:8000")
                .setKvEventsEndpoint(events);
    }

    @Test
    void ports_and_ranks_are_read() {
        EngineInfo engine =
                engine("tcp://10.0.0.5:5557")
                        .setKvReplayEndpoint("tcp://10.0.0.5:5657")
                        .setKvEventsRanks(2)
                        .build();
        assertEquals("", KvEndpoints.problem(engine));
        KvEndpoint endpoint = KvEndpoints.of(engine).orElseThrow();
        assertEquals(new KvEndpoint("10.0.0.5", 5557, OptionalInt.of(5657), 2), endpoint);
        assertEquals("tcp://10.0.0.5:5558", endpoint.events(1));
        assertEquals(Optional.of("tcp://10.0.0.5:5658"), endpoint.replay(1));
    }

    @Test
    void an_engine_need_not_publish() {
        EngineInfo engine = engine("").build();
        assertEquals("", KvEndpoints.problem(engine));
        assertEquals(Optional.empty(), KvEndpoints.of(engine));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcp://10.0.0.6:5557",
                "tcp://metadata:80",
                "http://10.0.0.5:5557",
                "ipc:///tmp/x",
                "tcp://10.0.0.5",
                "tcp://10.0.0.5:0",
                "tcp://10.0.0.5:65536",
                "tcp://*:5557",
                "nonsense"
            })
    void only_a_port_of_the_engines_own_host_is_taken(String events) {
        assertTrue(KvEndpoints.problem(engine(events).build()).contains("tcp://host:port"));
    }

    @Test
    void the_last_rank_must_have_a_port_too() {
        EngineInfo engine = engine("tcp://10.0.0.5:65535").setKvEventsRanks(2).build();
        assertTrue(KvEndpoints.problem(engine).contains("kv_events_endpoint"));
    }
}
