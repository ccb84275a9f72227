// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.wattmill.contract.placement.v1.TokenBlocks;
import io.wattmill.gateway.dialect.EngineRequest;
import io.wattmill.gateway.resilience.Ending;
import io.wattmill.gateway.tokens.PromptShape;
import io.wattmill.gateway.tokens.TokenEngine;
import io.wattmill.gateway.tokens.TokenEngines;
import io.wattmill.gateway.tokens.TokenNames;
import io.wattmill.gateway.tokens.TokenReader;
import io.wattmill.gateway.tokens.TokenSource;
import io.wattmill.gateway.tokens.TokenTurns;
import io.wattmill.gateway.tokens.TokenTurns.Turn;
import io.wattmill.gateway.tokens.TokensConfig;
import io.wattmill.gateway.tokens.Unnamed;
import io.wattmill.gateway.wire.Slice;
import io.wattmill.gateway.wire.Splices;
import io.wattmill.gateway.wire.WireJson;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Names prompts by their tokens before they are placed, within a time: an engine of the model tells
 * the tokens, workers read and name them. A prompt that cannot be named so, or not in time, is
 * known by its bytes. One event loop.
 */
final class PromptNamer {

    /** No names. */
    static final Future<Optional<TokenNames>> NOTHING = Future.succeededFuture(Optional.empty());

    private final Naming shared;
    private final TokensConfig config;
    private final TokenizeCall calls;
    private final TokenEngines engines;
    private final TokenTurns turns;
    private final boolean salts;
    private final LongSupplier nanos;
    private int waiting;

    /**
     * A namer that asks with {@code client}.
     *
     * @param salts whether engines that know salts are sent those of tenants
     * @param nanos monotonic time
     */
    PromptNamer(Naming shared, EngineClient client, boolean salts, LongSupplier nanos) {
        this.shared = shared;
        this.config = shared.config();
        this.calls = new TokenizeCall(client, config.timeout(), config.maxAnswerBytes());
        this.engines = new TokenEngines(shared.fleet());
        this.turns = new TokenTurns(config.breaker(), new SplittableRandom());
        this.salts = salts;
        this.nanos = nanos;
    }

    /** That a prompt has no names, as a failure on the way to them. */
    private static final class NotNamed extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final Unnamed why;

        NotNamed(Unnamed why) {
            super(why.label(), null, false, false);
            this.why = why;
        }
    }

    /** Names of the prompt for engines of {@code model}; empty when it has none. Never fails. */
    Future<Optional<TokenNames>> names(Job job, String model) {
        if (config.source(model) == TokenSource.NONE) {
            return NOTHING;
        }
        if (waiting >= config.maxAsked()) {
            return nothing(Unnamed.FULL);
        }
        return switch (PromptShape.of(job.request())) {
            case PromptShape.Unknown(Unnamed why) -> nothing(why);
            case PromptShape.Chat() -> by(job, model, true, known -> asked(job, model, known));
            case PromptShape.Text() -> by(job, model, false, known -> asked(job, model, known));
            case PromptShape.Ids ids -> by(job, model, false, known -> given(job, ids, known));
        };
    }

    private Future<Optional<TokenNames>> nothing(Unnamed why) {
        shared.unnamed(why);
        return NOTHING;
    }

    /** As {@code way} has it by the engines of the model, where names are of use. */
    private Future<Optional<TokenNames>> by(
            Job job,
            String model,
            boolean chat,
            Function<List<TokenEngine>, Future<Optional<TokenNames>>> way) {
        Optional<String> zone = job.key().bounds().zone();
        List<TokenEngine> ofModel = engines.of(model, zone, chat);
        if (ofModel.isEmpty()) {
            return nothing(Unnamed.NO_ENGINE);
        }
        return engines.areHeard(model, zone) ? way.apply(ofModel) : nothing(Unnamed.UNHEARD);
    }

    private Future<Optional<TokenNames>> given(
            Job job, PromptShape.Ids ids, List<TokenEngine> ofModel) {
        String root = root(job, ofModel.getFirst());
        byte[] body = job.request().body();
        int most = config.maxTokens();
        return counted(shared.work(() -> name(TokenReader.prompt(body, ids.value(), most), root)));
    }

    private Future<Optional<TokenNames>> asked(Job job, String model, List<TokenEngine> ofModel) {
        Optional<Turn> turn = turns.take(ofModel, nanos.getAsLong());
        if (turn.isEmpty()) {
            return nothing(Unnamed.LEFT_ALONE);
        }
        TokenEngine engine = turn.get().engine();
        String root = root(job, engine);
        Future<TokenNames> names =
                calls.ask(engine.url(), question(job.request(), model))
                        .compose(answer -> shared.work(() -> read(answer, root)));
        return counted(
                names.onSuccess(_ -> ended(turn.get(), Ending.GOOD))
                        .onFailure(cause -> ended(turn.get(), ending(cause))));
    }

    private String root(Job job, TokenEngine engine) {
        boolean salted = salts && engine.takesSalts();
        return TokenBlocks.salted(engine.adapter(), salted ? job.key().salt().cache() : "");
    }

    /** The request itself, for the model that is asked: engines pass over what they do not need. */
    private static Buffer question(EngineRequest request, String model) {
        var splices = new Splices(Slice.of(request.body()));
        splices.replace(request.modelValue(), WireJson.string(model));
        return Buffer.buffer(splices.join());
    }

    private TokenNames read(Buffer answer, String root) {
        return name(TokenReader.reply(answer.getBytes(), config.maxTokens()), root);
    }

    private TokenNames name(Optional<int[]> tokens, String root) {
        int[] known = tokens.orElseThrow(() -> new NotNamed(Unnamed.MALFORMED));
        return TokenNames.of(known, root, config);
    }

    /** A prompt that is late still waits for its worker, and counts until it has had it. */
    private Future<Optional<TokenNames>> counted(Future<TokenNames> names) {
        waiting++;
        long began = nanos.getAsLong();
        return names.onComplete(_ -> waiting--)
                .timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .map(this::named)
                .otherwise(this::unnamed)
                .onComplete(_ -> shared.waited(nanos.getAsLong() - began));
    }

    private Optional<TokenNames> named(TokenNames names) {
        if (names.names().length == 0) {
            throw new NotNamed(Unnamed.SHORT);
        }
        shared.named();
        return Optional.of(names);
    }

    private Optional<TokenNames> unnamed(Throwable cause) {
        shared.unnamed(why(cause));
        return Optional.empty();
    }

    private static Unnamed why(Throwable cause) {
        return switch (cause) {
            case NotNamed named -> named.why;
            case TimeoutException _ -> Unnamed.LATE;
            case TokenizeCall.Refusal _ -> Unnamed.REFUSED;
            default -> Unnamed.FAILED;
        };
    }

    /** What one prompt was refused for says nothing of the next; that there is no path does. */
    private static Ending ending(Throwable cause) {
        return cause instanceof TokenizeCall.Refusal refusal && !refusal.isOfThePath()
                ? Ending.UNDECIDED
                : new Ending.Bad(why(cause).label());
    }

    private void ended(Turn turn, Ending ending) {
        turns.ended(turn, ending, nanos.getAsLong());
    }
}
