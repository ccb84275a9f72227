// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.link;

import io.wattmill.contract.fleet.v1.DeviceInfo;
import io.wattmill.contract.fleet.v1.EngineInfo;
import io.wattmill.contract.fleet.v1.EngineKinds;
import io.wattmill.contract.fleet.v1.NodeHello;
import io.wattmill.router.engine.Parallelism;
import io.wattmill.router.fleet.DeviceDescription;
import io.wattmill.router.fleet.EngineDescription;
import io.wattmill.router.fleet.EngineRole;
import io.wattmill.router.fleet.NodeDescription;
import io.wattmill.router.fleet.ServedModel;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads an agent's hello; inside the router nothing of it is checked again. */
final class HelloParser {
    private static final int LONGEST_NAME = 256;
    private static final int MOST_PARALLEL = 1024;

    private final HelloLimits limits;
    private final Set<String> hosted;

    /**
     * @param hosted names of nodes that no agent speaks for
     */
    HelloParser(HelloLimits limits, Set<String> hosted) {
        this.limits = limits;
        this.hosted = hosted;
    }

    Parsed parse(NodeHello hello) {
        if (hello.getEnginesCount() > limits.maxEngines()) {
            return new Parsed.TooMuch("fleet.max-engines");
        }
        if (hello.getDevicesCount() > limits.maxDevices()) {
            return new Parsed.TooMuch("fleet.max-devices");
        }
        if (hello.getLabelsCount() > limits.maxLabels()) {
            return new Parsed.TooMuch("fleet.max-labels");
        }
        if (hello.getEnginesList().stream().anyMatch(this::servesTooMuch)) {
            return new Parsed.TooMuch("fleet.max-models");
        }
        String problem = problem(hello);
        return problem.isEmpty() ? new Parsed.Valid(node(hello)) : new Parsed.Invalid(problem);
    }

    private boolean servesTooMuch(EngineInfo engine) {
        int adapters =
                engine.getModelsList().stream().mapToInt(m -> m.getLoraAdaptersCount()).sum();
        return engine.getModelsCount() + adapters > limits.maxModels();
    }

    private String problem(NodeHello hello) {
        if (!isName(hello.getNodeId()) || !isName(hello.getBootId())) {
            return "a hello needs a node_id and a boot_id";
        }
        if (hosted.contains(hello.getNodeId())
                || hello.getEnginesList().stream().anyMatch(HelloParser::isHosted)) {
            return "only router.hosted.nodes names hosted APIs";
        }
        List<String> ids = hello.getEnginesList().stream().map(EngineInfo::getEngineId).toList();
        if (!ids.stream().allMatch(HelloParser::isName) || Set.copyOf(ids).size() < ids.size()) {
            return "each engine needs an engine_id of its own";
        }
        return hello.getEnginesList().stream()
                .map(HelloParser::addressProblem)
                .filter(problem -> !problem.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String addressProblem(EngineInfo engine) {
        if (!isBaseUrl(engine.getUrl())) {
            return "engine " + engine.getEngineId() + " has no usable url";
        }
        return KvEndpoints.problem(engine);
    }

    private static boolean isHosted(EngineInfo engine) {
        return engine.getKind().equals(EngineKinds.HOSTED);
    }

    private static boolean isName(String text) {
        return !text.isBlank() && text.length() <= LONGEST_NAME;
    }

    private static boolean isBaseUrl(String text) {
        try {
            URI uri = new URI(text);
            return uri.getHost() != null && Set.of("http", "https").contains(uri.getScheme());
        } catch (URISyntaxException _) {
            return false;
        }
    }

    private static NodeDescription node(NodeHello hello) {
        return new NodeDescription(
                hello.getNodeId(),
                hello.getBootId(),
                hello.getZone(),
                Map.copyOf(hello.getLabelsMap()),
                hello.getDevicesList().stream().map(HelloParser::device).toList(),
                hello.getEnginesList().stream().map(HelloParser::engine).toList());
    }

    private static DeviceDescription device(DeviceInfo device) {
        return new DeviceDescription(
                device.getDeviceId(),
                device.getGpuType(),
                device.getModelName(),
                device.getPowerCapMw());
    }

    private static EngineDescription engine(EngineInfo engine) {
        return new EngineDescription(
                engine.getEngineId(),
                engine.getUrl(),
                engine.getKind(),
                engine.getModelsList().stream()
                        .map(
                                model ->
                                        new ServedModel(
                                                model.getModel(),
                                                Math.max(0, model.getMaxModelLen()),
                                                Set.copyOf(model.getLoraAdaptersList())))
                        .toList(),
                List.copyOf(engine.getDeviceIdsList()),
                spread(engine),
                Math.max(0, engine.getKvCapacityTokens()),
                Math.max(0, engine.getMaxRunning()),
                Optional.empty(),
                KvEndpoints.of(engine),
                role(engine));
    }

    private static Parallelism spread(EngineInfo engine) {
        return new Parallelism(
                gpus(engine.getTensorParallel()),
                gpus(engine.getPipelineParallel()),
                gpus(engine.getDataParallel()),
                engine.getExpertParallel());
    }

    private static int gpus(int told) {
        return Math.clamp(told, 1, MOST_PARALLEL);
    }

    private static EngineRole role(EngineInfo engine) {
        return switch (engine.getRole()) {
            case ENGINE_ROLE_PREFILL -> EngineRole.PREFILL;
            case ENGINE_ROLE_DECODE -> EngineRole.DECODE;
            case ENGINE_ROLE_BOTH, ENGINE_ROLE_UNSPECIFIED, UNRECOGNIZED -> EngineRole.BOTH;
        };
    }
}
