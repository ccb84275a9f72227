// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.journal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Requests that are not closed, in order of admission. Not for several threads at once. */
final class OpenRequests {

    private final Map<String, OpenRequest> byId = new LinkedHashMap<>();

    void add(String id, OpenRequest request) {
        byId.put(id, request);
    }

    void remove(String id) {
        byId.remove(id);
    }

    int size() {
        return byId.size();
    }

    /** Admission of the earliest; {@code none} without any. */
    long earliestAdmission(long none) {
        return byId.isEmpty() ? none : byId.values().iterator().next().admittedAtUs();
    }

    /** Those whose newest state lies in {@code segment}. */
    List<OpenRequest> in(Segment segment) {
        return byId.values().stream().filter(request -> request.home() == segment).toList();
    }
}
