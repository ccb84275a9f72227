// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import io.vertx.core.Future;
import io.wattmill.gateway.keys.ApiKeys;
import io.wattmill.gateway.keys.IdentityConfig;
import io.wattmill.gateway.policy.Route;
import io.wattmill.gateway.tenancy.KeyChange;
import io.wattmill.gateway.tenancy.KeyOrder;
import io.wattmill.gateway.tenancy.Rotation;
import io.wattmill.kit.time.Clock;

/** {@code /admin/keys}. */
final class KeysHandler {

    private static final int OK = 200;
    private static final int CREATED = 201;

    private final AdminCalls calls;
    private final ApiKeys keys;
    private final IdentityConfig config;
    private final Clock clock;

    KeysHandler(AdminCalls calls, ApiKeys keys, IdentityConfig config, Clock clock) {
        this.calls = calls;
        this.keys = keys;
        this.config = config;
        this.clock = clock;
    }

    void list(Call call) {
        calls.list(call, listing -> keys.list(call.key(), listing));
    }

    /** The answer has the secret, this once. */
    void create(Call call) {
        calls.taken(
                call,
                CREATED,
                body -> KeyOrder.parse(body, clock.nowUs()),
                order -> shown(keys.create(call.key(), order)));
    }

    void read(Call call) {
        calls.one(call, keys.read(call.key(), id(call, Route.READ_KEY)));
    }

    void change(Call call) {
        String id = id(call, Route.CHANGE_KEY);
        calls.taken(
                call,
                OK,
                body -> KeyChange.parse(body, clock.nowUs()),
                change -> AdminCalls.Answer.of(keys.change(call.key(), id, change)));
    }

    /** The answer has the new secret, this once. */
    void rotate(Call call) {
        String id = id(call, Route.ROTATE_KEY);
        calls.taken(
                call,
                OK,
                body -> Rotation.parse(body, config.maxRotationOverlap()),
                rotation -> shown(keys.rotate(call.key(), id, rotation)));
    }

    void revoke(Call call) {
        calls.ended(call, keys.revoke(call.key(), id(call, Route.REVOKE_KEY)));
    }

    private static AdminCalls.Answer shown(Future<ApiKeys.Made> made) {
        return new AdminCalls.Answer(made.map(key -> key.key().json(key.secret().text())));
    }

    private static String id(Call call, Route route) {
        return route.path().segment(call.path());
    }
}
