// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.vertx.core.Future;
import io.wattmill.contract.common.v1.Principal;
import io.wattmill.contract.placement.v1.PlaceRequest;
import io.wattmill.gateway.terms.TermsBook;
import io.wattmill.gateway.tokens.TokenNames;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the router is asked for one request: a question per model, with what is known by now. */
final class PlaceQuestions {

    private final Relay relay;
    private final Job job;
    private final long admittedAtUs;

    /** Questions of the models that were asked for before, with the nodes that failed them. */
    private final Map<String, PlaceRequest.Builder> others = new HashMap<>();

    /** Models for which the prompt's tokens were asked for. */
    private final Set<String> named = new HashSet<>();

    private PlaceRequest.Builder question;

    PlaceQuestions(Relay relay, Job job, long admittedAtUs) {
        this.relay = relay;
        this.job = job;
        this.admittedAtUs = admittedAtUs;
        this.question = first(job.request().model());
    }

    private PlaceRequest.Builder first(String model) {
        int maxBlocks = relay.parts().config().maxPrefixBlocks();
        return PlaceRequests.first(job, model, terms(), admittedAtUs, maxBlocks);
    }

    private PlaceRequests.Asked terms() {
        Principal who = job.key().principal();
        TermsBook book = relay.parts().terms();
        return new PlaceRequests.Asked(
                book.of(
                        job.wished(),
                        job.work().getTier(),
                        new TermsBook.Asker(
                                who.getKeyId(), who.getProjectId(), who.getOrganizationId())),
                book.aims());
    }

    /** Hashes of the prompt's blocks, as the router is told them. */
    List<Long> prefixBlocks() {
        return question.getPrefixBlocksList();
    }

    /** A node is not asked for again, for this model. */
    void exclude(String nodeId) {
        question.addExcludedNodeIds(nodeId);
    }

    /** From now on it is this model that is asked for. */
    void turnTo(String model) {
        if (!question.getModel().equals(model)) {
            others.put(question.getModel(), question);
            PlaceRequest.Builder known = others.get(model);
            question = known == null ? first(model) : known;
        }
    }

    /**
     * By which tokens the prompt begins for this model; it is found out once. Empty when it is not
     * known, or not in time.
     */
    Future<Optional<TokenNames>> names(String model) {
        return named.add(model) ? relay.namer().names(job, model) : PromptNamer.NOTHING;
    }

    /** Puts the tokens into the question. */
    void know(TokenNames names) {
        names.tell(question);
    }

    /** The question of this attempt, leaving out these nodes too. */
    PlaceRequest without(List<String> nodes, int attempt) {
        boolean pairs = attempt <= relay.parts().config().mostPairs();
        question.setAttempt(attempt)
                .setTakesPairs(pairs && PlaceRequests.takesPairs(job.request()));
        return nodes.isEmpty()
                ? question.build()
                : question.clone().addAllExcludedNodeIds(nodes).build();
    }
}
