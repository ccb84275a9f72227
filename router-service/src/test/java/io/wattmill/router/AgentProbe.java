// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router;

import io.vertx.core.Vertx;
import io.vertx.core.streams.ReadStream;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.client.InvalidStatusException;
import io.vertx.grpc.common.GrpcStatus;
import io.wattmill.contract.fleet.v1.DeviceInfo;
import io.wattmill.contract.fleet.v1.EngineInfo;
import io.wattmill.contract.fleet.v1.EngineState;
import io.wattmill.contract.fleet.v1.NodeCommand;
import io.wattmill.contract.fleet.v1.NodeHealth;
import io.wattmill.contract.fleet.v1.NodeHello;
import io.wattmill.contract.fleet.v1.NodeLink;
import io.wattmill.contract.fleet.v1.NodeMessage;
import io.wattmill.contract.fleet.v1.NodeReport;
import io.wattmill.contract.fleet.v1.ServedModel;
import io.wattmill.kit.stream.Feed;
import io.wattmill.kit.testing.Await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The far end of NodeLink, by hand: says what the test wants, keeps what the router answers. */
final class AgentProbe {
    final String node;
    final List<NodeCommand> commands = new CopyOnWriteArrayList<>();
    private volatile GrpcStatus status = GrpcStatus.UNKNOWN;
    volatile boolean over;

    private final Feed<NodeMessage> messages;

    AgentProbe(Vertx vertx, NodeLink link, String node) {
        this.node = node;
        this.messages = Feed.of(vertx, 1_000);
        link.connect(messages)
                .onSuccess(
                        replies ->
                                replies.exceptionHandler(this::failed)
                                        .endHandler(_ -> ended(replies))
                                        .handler(commands::add))
                .onFailure(this::failed);
    }

    private void failed(Throwable cause) {
        if (cause instanceof InvalidStatusException refused) {
            status = refused.actualStatus();
        }
        over = true;
    }

    private void ended(ReadStream<NodeCommand> replies) {
        if (replies instanceof GrpcClientResponse<?, ?> response) {
            status = response.status();
        }
        over = true;
    }

    /** With which status the call ended; {@code UNKNOWN} when it had none. */
    GrpcStatus status() {
        return status;
    }

    AgentProbe hello(String secret) {
        send(NodeMessage.newBuilder().setHello(helloOf(secret)).build());
        return this;
    }

    NodeHello.Builder helloOf(String secret) {
        return NodeHello.newBuilder()
                .setNodeId(node)
                .setBootId("boot-1")
                .setJoinSecret(secret)
                .setZone("a")
                .addDevices(
                        DeviceInfo.newBuilder()
                                .setDeviceId("gpu-0")
                                .setGpuType("h100-sxm")
                                .setPowerCapMw(700_000))
                .addEngines(
                        EngineInfo.newBuilder()
                                .setEngineId("e0")
                                .setUrl("http://127.0.0.1:18001")
                                .setKind("vllm")
                                .addDeviceIds("gpu-0")
                                .setTensorParallel(1)
                                .addModels(
                                        ServedModel.newBuilder()
                                                .setModel("llama-3.1-8b")
                                                .setMaxModelLen(131_072)));
    }

    AgentProbe report() {
        return report(0);
    }

    AgentProbe report(int running) {
        send(
                NodeMessage.newBuilder()
                        .setReport(
                                NodeReport.newBuilder()
                                        .setHealth(NodeHealth.NODE_HEALTH_HEALTHY)
                                        .addEngines(
                                                EngineState.newBuilder()
                                                        .setEngineId("e0")
                                                        .setReachable(true)
                                                        .setRunning(running)))
                        .build());
        return this;
    }

    void send(NodeMessage message) {
        if (!messages.offer(message)) {
            throw new AssertionError("the probe's own queue is full");
        }
    }

    void leave() {
        messages.end();
    }

    void awaitCommand(NodeCommand.KindCase kind) {
        Await.until(
                () -> commands.stream().anyMatch(c -> c.getKindCase() == kind),
                node + " is told " + kind);
    }

    void awaitEnd() {
        Await.until(() -> over, "the connection of " + node + " ends");
    }
}
