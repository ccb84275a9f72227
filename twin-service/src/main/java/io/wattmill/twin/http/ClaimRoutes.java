// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import io.wattmill.twin.claim.Claim;
import io.wattmill.twin.claim.ClaimTrial;
import io.wattmill.twin.claim.engine.EngineThroughput;
import io.wattmill.twin.claim.read.ClaimProblem;
import io.wattmill.twin.claim.read.ClaimReader;
import io.wattmill.twin.claim.read.ClaimReading;
import io.wattmill.twin.claim.report.ClaimReportJson;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code POST /twin/claims/check?what-if=path=value}: a claim's YAML in, its report as JSON out
 * (422 when the text is no claim); {@code GET /twin/claims/schema}.
 */
final class ClaimRoutes {
    private static final String SCHEMA = "/claims/schema.json";

    private ClaimRoutes() {}

    static void check(RoutingContext context) {
        var yaml =
                Optional.ofNullable(context.body().asString(StandardCharsets.UTF_8.name()))
                        .orElse("");
        context.vertx()
                .executeBlocking(() -> ClaimReader.read(yaml, context.queryParam("what-if")), false)
                .onSuccess(reading -> reply(context, reading))
                .onFailure(context::fail);
    }

    private static void reply(RoutingContext context, ClaimReading reading) {
        switch (reading) {
            case ClaimReading.Understood(Claim claim) ->
                    Replies.text(
                            context,
                            200,
                            ClaimReportJson.of(ClaimTrial.test(claim, new EngineThroughput())));
            case ClaimReading.Refused(List<ClaimProblem> problems) ->
                    Replies.text(context, 422, ClaimReportJson.of(problems));
        }
    }

    static void schema(RoutingContext context) {
        try (var schema = ClaimReader.class.getResourceAsStream(SCHEMA)) {
            context.response()
                    .putHeader("content-type", "application/schema+json")
                    .end(Buffer.buffer(Objects.requireNonNull(schema, SCHEMA).readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(SCHEMA, e);
        }
    }
}
