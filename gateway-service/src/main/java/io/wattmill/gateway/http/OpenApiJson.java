// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wattmill.gateway.wire.ApiError;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;

/**
 * {@code GET /docs/openapi.json}: the YAML file as JSON. It is turned once, when first asked for,
 * off the event loop. Belongs to one event loop.
 */
final class OpenApiJson {

    private static final Logger LOG = LoggerFactory.getLogger(OpenApiJson.class);

    private final Vertx vertx;
    private Optional<Future<String>> turned = Optional.empty();

    OpenApiJson(Vertx vertx) {
        this.vertx = vertx;
    }

    void answer(Call call) {
        Future<String> json = turned.orElseGet(() -> vertx.executeBlocking(OpenApiJson::turn));
        turned = Optional.of(json);
        json.onSuccess(text -> PageFile.guarded(call).text("application/json", text))
                .onFailure(e -> failed(call, e));
    }

    private static String turn() throws Exception {
        return new YAMLMapper().readTree(PageFile.OPENAPI.text()).toString();
    }

    private static void failed(Call call, Throwable cause) {
        LOG.atError().setCause(cause).log("the description of the API cannot be read");
        call.reply().error(ApiError.internal("The description of the API cannot be read."));
    }
}
