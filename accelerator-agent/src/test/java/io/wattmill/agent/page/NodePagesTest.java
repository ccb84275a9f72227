// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.wattmill.agent.device.DeviceFacts;
import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.device.HostReading;
import io.wattmill.agent.device.PowerBasis;
import io.wattmill.agent.device.Quantity;
import io.wattmill.agent.health.DeviceCondition;
import io.wattmill.agent.health.Diagnosis;
import io.wattmill.agent.health.Fitness;
import io.wattmill.agent.rate.EngineRate;
import io.wattmill.agent.report.DeviceStatus;
import io.wattmill.agent.report.EngineStatus;
import io.wattmill.agent.report.NodePicture;
import io.wattmill.agent.source.FailureReason;
import io.wattmill.agent.source.SourceFailure;
import io.wattmill.agent.testing.Pictures;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

class NodePagesTest {

    private static final SourceFailure LOST =
            new SourceFailure(FailureReason.TIMEOUT, "the driver did not answer");

    private static final DeviceStatus FULL =
            Pictures.device(
                    "GPU-a",
                    7_000_500,
                    Map.of(
                            Quantity.POWER_MW, 143_500L,
                            Quantity.POWER_CAP_MW, 700_000L,
                            Quantity.ENERGY_UJ, 5_000_000_250L,
                            Quantity.UTILIZATION_PPM, 370_000L,
                            Quantity.TEMPERATURE_C, 41L,
                            Quantity.MEMORY_USED_MIB, 80_000L,
                            Quantity.MEMORY_FREE_MIB, 1_024L,
                            Quantity.TEMPERATURE_MARGIN_C, 46L,
                            Quantity.SLOWDOWN_MARGIN_C, -2L,
                            Quantity.THROTTLE_REASONS, 0x84L));

    private static final DeviceStatus BARE = Pictures.device("GPU-b", 0, Map.of());

    private static NodeFacts facts(NodePicture picture, String hostname) {
        return new NodeFacts(
                picture,
                Map.of("e", new EngineRate(OptionalDouble.of(4_000), 400, OptionalDouble.of(300))),
                Optional.empty(),
                hostname,
                1_000_000);
    }

    private static final EngineStatus ENGINE = Pictures.engine("e", 900, 1, "GPU-a", "GPU-b");

    private static NodePicture twoDevices() {
        return Pictures.node(List.of(FULL, BARE), ENGINE);
    }

    private static String metrics(NodePicture picture) {
        return MetricsPage.of(facts(picture, "host-17"));
    }

    private static JsonNode json(NodePicture picture) throws JsonProcessingException {
        return new ObjectMapper().readTree(NodeJson.of(facts(picture, "host-17")));
    }

    @Test
    void namesDevicesAsDcgmExporterDoes() {
        String labels =
                "{gpu=\"0\",UUID=\"GPU-a\",pci_bus_id=\"\",device=\"nvidia0\","
                        + "modelName=\"NVIDIA H100 80GB HBM3\",Hostname=\"host-17\"} ";
        List<String> page = metrics(twoDevices()).lines().toList();

        assertTrue(page.contains("# TYPE DCGM_FI_DEV_POWER_USAGE gauge"));
        assertTrue(page.contains("DCGM_FI_DEV_POWER_USAGE" + labels + "143.500"));
        assertTrue(page.contains("DCGM_FI_DEV_GPU_UTIL" + labels + "37.0000"));
        assertTrue(page.contains("DCGM_FI_DEV_FB_USED" + labels + "80000"));
        assertTrue(page.contains("# TYPE DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION counter"));
        assertTrue(
                page.contains("DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION" + labels + "5000000.250"),
                "millijoules of the device's own counter");
    }

    @Test
    void tellsHowFarADeviceIsFromItsLimits() {
        List<String> page = metrics(twoDevices()).lines().toList();
        String limit = "wattmill_agent_device_temperature_limit_celsius{gpu=\"0\",";

        assertTrue(
                page.stream()
                        .anyMatch(l -> l.matches("DCGM_FI_DEV_GPU_TEMP_LIMIT\\{gpu=\"0.* 46")));
        List<String> limits = page.stream().filter(l -> l.startsWith(limit)).toList();
        assertEquals(1, limits.size(), "the one that was read");
        assertTrue(limits.getFirst().endsWith(",limit=\"slowdown\"} -2"), limits::toString);
    }

    @Test
    void leavesOutWhatWasNotRead() throws JsonProcessingException {
        String page = metrics(twoDevices());

        assertFalse(page.contains("DCGM_FI_DEV_SM_CLOCK"), "nobody said a clock");
        assertFalse(page.lines().anyMatch(l -> l.startsWith("DCGM") && l.contains("GPU-b")));
        assertFalse(json(twoDevices()).at("/devices/1").has("power_mw"));
        assertEquals(143_500, json(twoDevices()).at("/devices/0/power_mw").asLong());
    }

    @Test
    void saysThatDevicesCannotBeReadAndShowsNoOldValues() throws JsonProcessingException {
        NodePicture unread = Pictures.unread(LOST, List.of(FULL, BARE), ENGINE);

        assertFalse(metrics(unread).contains("DCGM_FI_DEV"));
        assertTrue(metrics(unread).contains("wattmill_agent_devices_readable{node=\"gpu-17\"} 0"));
        JsonNode device = json(unread).at("/devices/0");
        assertEquals("unread", device.path("state").asText());
        assertFalse(device.has("power_mw"));
        assertEquals(LOST.text(), json(unread).path("device_trouble").asText());
    }

    @Test
    void tellsTokensPerSecondAndPerJoule() throws JsonProcessingException {
        String engine = "{node=\"gpu-17\",engine=\"e\",kind=\"vllm\"} ";
        List<String> page = metrics(twoDevices()).lines().toList();

        assertTrue(page.contains("wattmill_agent_engine_tokens_per_second" + engine + "400.0"));
        assertTrue(page.contains("wattmill_agent_engine_tokens_per_joule" + engine + "1.333333"));
        assertTrue(page.contains("wattmill_agent_engine_generated_tokens_total" + engine + "900"));
        JsonNode node = json(twoDevices());
        assertEquals(400, node.at("/engines/0/tokens_per_second").asDouble());
        assertEquals("[0,1]", node.at("/engines/0/gpus").toString());
        assertEquals("both", node.at("/engines/0/role").asText());
        assertEquals(200, node.at("/devices/0/tokens_per_second").asDouble(), "half of two");
    }

    @Test
    void saysTheGravestReasonForLowClocks() throws JsonProcessingException {
        JsonNode device = json(twoDevices()).at("/devices/0");

        assertEquals("power brake", device.path("state").asText());
        assertEquals("[\"power brake\",\"power cap\"]", device.path("slow_because").toString());
        assertEquals("ok", json(twoDevices()).at("/devices/1/state").asText());
    }

    @Test
    void countsAsTheDriverDoesWhenADeviceIsLost() throws JsonProcessingException {
        JsonNode node = json(Pictures.node(List.of(numbered(FULL, 3)), ENGINE));

        assertEquals(3, node.at("/devices/0/gpu").asInt());
        assertEquals("[3]", node.at("/engines/0/gpus").toString());
    }

    private static DeviceStatus numbered(DeviceStatus device, int number) {
        DeviceReading reading = device.reading();
        return new DeviceStatus(
                new DeviceReading(
                        reading.deviceId(),
                        reading.modelName(),
                        reading.values(),
                        new DeviceFacts("", PowerBasis.UNSAID, List.of(), OptionalInt.of(number)),
                        Map.of(),
                        Optional.empty()),
                device.energy(),
                device.memoryBytes());
    }

    @Test
    void saysWhatIsKnownAgainstADevice() throws JsonProcessingException {
        String reason = "XID 79: fallen off the bus; power-cycle the host";
        DeviceCondition lost =
                new DeviceCondition("GPU-b", Fitness.DRAINING, reason, true, 1_000_000);
        Diagnosis diagnosis = new Diagnosis(Fitness.DRAINING, "GPU-b: " + reason, List.of(lost));
        NodePicture picture = Pictures.ailing(diagnosis, List.of(FULL, BARE), ENGINE);

        assertEquals("draining", json(picture).at("/devices/1/health").asText());
        assertEquals(reason, json(picture).at("/devices/1/health_reason").asText());
        assertFalse(json(picture).at("/devices/0").has("health"));
        assertEquals("draining", json(picture).path("health").asText());
        List<String> health =
                metrics(picture).lines().filter(it -> it.contains("device_health{")).toList();
        assertTrue(health.get(0).contains("GPU-a") && health.get(0).contains("=\"healthy\""));
        assertTrue(health.get(1).contains("GPU-b") && health.get(1).contains("=\"draining\""));
    }

    @Test
    void showsTheHostsOwnMetersWhereItHasSome() throws JsonProcessingException {
        HostReading host = new HostReading("rapl-package-0", 12_345_678);
        NodePicture picture = Pictures.metered(List.of(host), ENGINE);

        assertTrue(
                metrics(picture)
                        .contains(
                                "wattmill_agent_host_energy_joules_total"
                                        + "{node=\"gpu-17\",source=\"rapl-package-0\"} 12.345678"));
        assertEquals("rapl-package-0", json(picture).at("/hosts/0/source").asText());
        assertEquals(12_345_678, json(picture).at("/hosts/0/energy_uj").asLong());
        assertFalse(metrics(twoDevices()).contains("host_energy"), "absent where there is none");
    }

    @Test
    void escapesWhatOthersSay() {
        String page = MetricsPage.of(facts(twoDevices(), "a\"b\\c\nd"));

        assertTrue(page.contains("Hostname=\"a\\\"b\\\\c\\nd\"}"), page);
    }

    @Test
    void tellsNoSecret() {
        assertFalse(NodeJson.of(facts(twoDevices(), "h")).contains("secret"));
        assertFalse(metrics(twoDevices()).contains("secret"));
    }
}
