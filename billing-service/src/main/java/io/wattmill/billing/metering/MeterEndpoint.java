// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.metering;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.sqlclient.Pool;
import io.wattmill.billing.link.Home;
import io.wattmill.billing.link.InFlight;
import io.wattmill.billing.link.SerialReplies;
import io.wattmill.billing.meter.MeterParser;
import io.wattmill.billing.meter.NodeBooks.DoubtedReading;
import io.wattmill.billing.meter.NodeReport;
import io.wattmill.contract.meter.v1.MeterAck;
import io.wattmill.contract.meter.v1.MeterLinkService;
import io.wattmill.contract.meter.v1.MeterReport;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.grpc.Rpc;
import io.wattmill.kit.tls.PeerIdentity;
import io.wattmill.kit.tls.Peers;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The MeterLink as agents call it, from any context. A report is acknowledged after commit; when it
 * cannot be committed the stream fails, and the agent, which still has it, connects again. Who
 * comes with a certificate may report for the node that it names, and for no other.
 */
public final class MeterEndpoint extends MeterLinkService {

    private static final Logger LOG = LoggerFactory.getLogger(MeterEndpoint.class);

    private final ServiceContext context;
    private final MeterStore store;
    private final MeterParser parser;
    private final MeterConfig config;
    private final Home home;
    private final InFlight inFlight;
    private final MeterRegistry metrics;

    /**
     * @param keepEngines how often counters of engines are put on record
     */
    public MeterEndpoint(
            ServiceContext context,
            Home home,
            Pool pool,
            MeterConfig config,
            Duration keepEngines,
            InFlight inFlight) {
        this.context = context;
        this.home = home;
        this.store =
                new MeterStore(
                        pool,
                        config.policy(),
                        config.clockLeadUs(),
                        new EngineWriter(TimeUnit.MILLISECONDS.toMicros(keepEngines.toMillis())));
        this.parser = config.parser();
        this.config = config;
        this.inFlight = inFlight;
        this.metrics = context.metrics();
    }

    @Override
    public Future<ReadStream<MeterAck>> report(ReadStream<MeterReport> reports) {
        Optional<PeerIdentity> peer = Peers.current();
        return Future.succeededFuture(
                SerialReplies.to(context.vertx(), reports, report -> report(peer, report)));
    }

    @Override
    protected void report(ReadStream<MeterReport> reports, WriteStream<MeterAck> acks) {
        Rpc.stream(this::report, reports, acks);
    }

    private Future<MeterAck> report(Optional<PeerIdentity> peer, MeterReport report) {
        if (!isTrusted(report)) {
            return Rpc.failure(
                    GrpcStatus.PERMISSION_DENIED, "the join secret is not the one of this site");
        }
        return inFlight.run(() -> home.call(() -> answer(peer, report)))
                .orElseGet(() -> Rpc.failure(GrpcStatus.UNAVAILABLE, "billing is stopping"));
    }

    private boolean isTrusted(MeterReport report) {
        return config.joinSecret().isEmpty()
                || MessageDigest.isEqual(
                        config.joinSecret().getBytes(StandardCharsets.UTF_8),
                        report.getJoinSecret().getBytes(StandardCharsets.UTF_8));
    }

    private Future<MeterAck> answer(Optional<PeerIdentity> peer, MeterReport report) {
        return switch (parser.parse(report)) {
            case MeterParser.Invalid invalid ->
                    Future.succeededFuture(refused(report, invalid.reason()));
            case MeterParser.Valid valid ->
                    peer.filter(identity -> !identity.name().equals(report.getNodeId()))
                            .map(identity -> denied(identity, report))
                            .orElseGet(() -> commit(report, valid.report()));
        };
    }

    private static Future<MeterAck> denied(PeerIdentity peer, MeterReport report) {
        String reason =
                "the certificate speaks for node '"
                        + peer.name()
                        + "', the report is of node '"
                        + report.getNodeId()
                        + "'";
        LOG.atWarn().addKeyValue("reason", reason).log("meter report of another node");
        return Rpc.failure(GrpcStatus.PERMISSION_DENIED, reason);
    }

    private Future<MeterAck> commit(MeterReport message, NodeReport report) {
        return store.accept(report, context.clock().nowUs())
                .timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(
                        cause ->
                                LOG.atWarn()
                                        .addKeyValue("node", report.key().nodeId())
                                        .setCause(cause)
                                        .log(
                                                "meter report not committed, the agent sends it"
                                                        + " again"))
                .map(accepted -> acknowledge(message, accepted));
    }

    private MeterAck acknowledge(MeterReport report, MeterStore.Accepted accepted) {
        return switch (accepted) {
            case MeterStore.Superseded _ -> counted("repeated", ack(report).build());
            case MeterStore.Committed committed -> {
                metrics.counter("wattmill_energy_windows_closed").increment(committed.windows());
                tellBehind(report.getNodeId(), committed);
                yield committed.doubted().isEmpty()
                        ? counted("booked", ack(report).build())
                        : refused(report, reasons(committed.doubted()));
            }
        };
    }

    /** One series however many nodes there are; a node is named when a run of it begins so. */
    private void tellBehind(String nodeId, MeterStore.Committed committed) {
        metrics.timer("wattmill_meter_books_behind")
                .record(Math.max(0, committed.behindUs()), TimeUnit.MICROSECONDS);
        if (committed.begins() && committed.behindUs() > config.clockLeadUs()) {
            LOG.atWarn()
                    .addKeyValue("node", nodeId)
                    .addKeyValue("behind_us", committed.behindUs())
                    .log(
                            "a run of an agent begins with its node's books behind: its reports"
                                    + " waited, or the host's clock is behind");
        }
    }

    private MeterAck refused(MeterReport report, String reason) {
        LOG.atWarn()
                .addKeyValue("node", report.getNodeId())
                .addKeyValue("sequence", report.getSequence())
                .addKeyValue("reason", reason)
                .log("meter reading refused");
        return counted("refused", ack(report).setRefusedReason(reason).build());
    }

    private MeterAck counted(String result, MeterAck ack) {
        metrics.counter("wattmill_meter_reports", "result", result).increment();
        return ack;
    }

    private static MeterAck.Builder ack(MeterReport report) {
        return MeterAck.newBuilder()
                .setBootId(report.getBootId())
                .setSequence(report.getSequence());
    }

    private static String reasons(List<DoubtedReading> doubted) {
        return doubted.stream()
                .map(one -> one.reading().source().id() + ": " + one.reason())
                .collect(Collectors.joining("; "));
    }
}
