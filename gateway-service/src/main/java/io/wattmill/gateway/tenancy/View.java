// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tenancy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.gateway.identity.Right;
import io.wattmill.gateway.identity.Scope;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** A thing of the admin API as its answers show it. Instants are epoch microseconds. */
public sealed interface View {

    /** Its id: the cursor of a list. */
    String id();

    /** As JSON. */
    ObjectNode json();

    /** An organization. */
    record Organization(String id, String name, long createdAtUs, OptionalLong endedAtUs)
            implements View {

        @Override
        public ObjectNode json() {
            return times(named("organization", id, name), createdAtUs, "ended_at_us", endedAtUs);
        }
    }

    /** A project. */
    record Project(
            String id, String organizationId, String name, long createdAtUs, OptionalLong endedAtUs)
            implements View {

        @Override
        public ObjectNode json() {
            ObjectNode json = named("project", id, name).put("organization", organizationId);
            return times(json, createdAtUs, "ended_at_us", endedAtUs);
        }
    }

    /** An agent; {@code owner} answers for it. */
    record Agent(
            String id,
            String organizationId,
            String projectId,
            String name,
            String owner,
            long createdAtUs,
            OptionalLong endedAtUs)
            implements View {

        @Override
        public ObjectNode json() {
            ObjectNode json =
                    named("agent", id, name)
                            .put("organization", organizationId)
                            .put("project", projectId)
                            .put("owner", owner);
            return times(json, createdAtUs, "ended_at_us", endedAtUs);
        }
    }

    /**
     * A key, without what opens it.
     *
     * @param prefix first characters of its secret
     * @param lastFour last characters of its secret
     * @param createdBy the key that made it; empty for the first ones
     * @param revokedAtUs when it was revoked
     * @param rotatedAtUs when it got the secret that it has
     * @param formerEndsAtUs until when the secret before that opens it too
     */
    record Key(
            String id,
            String name,
            Right right,
            String prefix,
            String lastFour,
            Optional<String> createdBy,
            long createdAtUs,
            OptionalLong revokedAtUs,
            OptionalLong rotatedAtUs,
            OptionalLong formerEndsAtUs)
            implements View {

        @Override
        public ObjectNode json() {
            ObjectNode json =
                    named("key", id, name)
                            .put("organization", right.place().organizationId())
                            .put("project", right.place().projectId())
                            .put("agent", right.place().agentId().orElse(null))
                            .put("prefix", prefix)
                            .put("last_four", lastFour);
            texts(json.putArray("scopes"), right.scopes().stream().map(Scope::text).sorted());
            var bounds = right.bounds();
            texts(json.putArray("allowed_models"), bounds.models().stream().sorted());
            texts(json.putArray("ip_ranges"), bounds.ranges().stream().map(Object::toString));
            json.put("data_zone", bounds.zone().orElse(null)).put("no_log", bounds.noLog());
            json.put("created_by", createdBy.orElse(null));
            put(json, "expires_at_us", right.expiresAtUs());
            put(json, "rotated_at_us", rotatedAtUs);
            put(json, "former_secret_ends_at_us", formerEndsAtUs);
            return times(json, createdAtUs, "revoked_at_us", revokedAtUs);
        }

        /** With the secret: the answer that makes or rotates a key, and no other. */
        public ObjectNode json(String secret) {
            return json().put("key", secret);
        }
    }

    private static ObjectNode named(String kind, String id, String name) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("object", "wattmill." + kind)
                .put("id", id)
                .put("name", name);
    }

    private static ObjectNode times(
            ObjectNode json, long createdAtUs, String ended, OptionalLong endedAtUs) {
        json.put("created_at_us", createdAtUs);
        put(json, ended, endedAtUs);
        return json;
    }

    private static void put(ObjectNode json, String name, OptionalLong value) {
        if (value.isPresent()) {
            json.put(name, value.getAsLong());
        } else {
            json.putNull(name);
        }
    }

    private static void texts(ArrayNode array, Stream<String> texts) {
        texts.forEach(array::add);
    }

    /** A page of {@code views}, of which there are one too many when there are more. */
    static byte[] page(List<? extends View> views, int limit) {
        ObjectNode page = JsonNodeFactory.instance.objectNode().put("object", "list");
        ArrayNode data = page.putArray("data");
        views.stream().limit(limit).map(View::json).forEach(data::add);
        return bytes(page.put("has_more", views.size() > limit));
    }

    /** As the bytes of an answer. */
    static byte[] bytes(ObjectNode json) {
        return (json.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
