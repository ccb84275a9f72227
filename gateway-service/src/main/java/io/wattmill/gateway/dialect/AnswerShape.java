// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect;

/** How one API names what a request says, and how it answers. */
public interface AnswerShape {

    /** Name of the API in records and metrics, for example {@code chat.completions}. */
    String api();

    /** What a request of it asks an engine to do. */
    Operation operation();

    /** The member of a request that holds the prompt, for errors about it. */
    String promptMember();

    /** What a caller calls a member of the request that an engine is sent. */
    default String callersName(String member) {
        return member;
    }

    /**
     * Who writes the answer to one attempt of {@code request}.
     *
     * @param upstreamModel the name by which the engine knows the model
     * @param requestId the request's id
     */
    Rendering rendering(EngineRequest request, String upstreamModel, String requestId);
}
