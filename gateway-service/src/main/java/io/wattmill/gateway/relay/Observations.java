// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.wattmill.contract.common.v1.TokenVector;
import io.wattmill.contract.placement.v1.Observation;
import io.wattmill.contract.placement.v1.Placed;
import io.wattmill.gateway.meter.Tokens;
import io.wattmill.gateway.relay.Breakers.EngineName;
import io.wattmill.kit.time.Clock;

/** What the router is told of one request. */
final class Observations {

    private final Observer observer;
    private final Clock clock;
    private final String requestId;

    Observations(Observer observer, Clock clock, String requestId) {
        this.observer = observer;
        this.clock = clock;
        this.requestId = requestId;
    }

    void started(EngineCall call) {
        observer.tell(about(call).setStarted(Observation.Started.getDefaultInstance()));
    }

    /** Of a pair, the first engine is done; told before the call turns to the second one. */
    void prefilled(EngineCall call, TokenVector tokens) {
        var prefilled = Observation.Prefilled.newBuilder().setTokens(tokens);
        EngineName first = EngineName.of(call.passage().placed().getPrefill());
        observer.tell(about(first, call.number()).setPrefilled(prefilled));
    }

    void firstToken(EngineCall call) {
        observer.tell(about(call).setFirstToken(Observation.FirstToken.getDefaultInstance()));
    }

    void progress(EngineCall call) {
        var progress = Observation.Progress.newBuilder().setOutputTokens(call.tally().made());
        observer.tell(about(call).setProgress(progress));
    }

    void finished(EngineCall call, Tokens tokens, String finishReason) {
        var finished =
                Observation.Finished.newBuilder()
                        .setTokens(tokens.vector())
                        .setFinishReason(finishReason);
        observer.tell(about(call).setFinished(finished));
    }

    /** What this gateway itself could not do is no failure of the engine's. */
    void failed(EngineCall call, EngineFailure failure) {
        if (failure.isOurs()) {
            notUsed(call.passage().placed(), call.number(), failure.reason());
            return;
        }
        var failed =
                Observation.Failed.newBuilder()
                        .setOutputTokens(call.tally().made())
                        .setReason(failure.reason())
                        .setHttpStatus(failure.httpStatus());
        observer.tell(about(call).setFailed(failed));
    }

    void aborted(EngineCall call) {
        var aborted =
                Observation.Aborted.newBuilder()
                        .setOutputTokens(call.tally().made())
                        .setReason("the caller left");
        observer.tell(about(call).setAborted(aborted));
    }

    /** A placement that came too late holds a place at its node until the router hears of it. */
    void notUsed(Placed placed, int attempt) {
        notUsed(placed, attempt, "placed too late");
    }

    private void notUsed(Placed placed, int attempt, String reason) {
        var aborted = Observation.Aborted.newBuilder().setReason(reason);
        observer.tell(about(EngineName.of(placed), attempt).setAborted(aborted));
    }

    private Observation.Builder about(EngineCall call) {
        return about(call.turn(), call.number());
    }

    private Observation.Builder about(EngineName engine, int attempt) {
        return Observation.newBuilder()
                .setRequestId(requestId)
                .setAttempt(attempt)
                .setNodeId(engine.node())
                .setEngineId(engine.engine())
                .setAtUs(clock.nowUs());
    }
}
