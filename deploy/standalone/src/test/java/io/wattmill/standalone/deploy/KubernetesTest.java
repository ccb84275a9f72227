// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.standalone.process.Program;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

class KubernetesTest {

    private static final String SECRET = Base64.getEncoder().encodeToString(new byte[32]);
    private static final Set<String> SECRETS =
            Set.of(
                    "wattmill-gateway-tls",
                    "wattmill-router-tls",
                    "wattmill-billing-tls",
                    "wattmill-twin-tls",
                    "wattmill-agent-tls",
                    "wattmill-secrets");

    private final Manifests manifests = Manifests.read();
    private final KubernetesSchema schema = KubernetesSchema.load();

    KubernetesTest() throws IOException {}

    private static void assertNoProblems(KubernetesSchema schema, JsonNode document) {
        List<String> problems = schema.problems(document);
        assertTrue(
                problems.isEmpty(),
                document.path("kind") + " " + document.path("metadata") + problems);
    }

    @Test
    void describesEveryObjectInTheFieldsOfItsKind() {
        assertFalse(manifests.documents().isEmpty());
        manifests.documents().forEach(document -> assertNoProblems(schema, document));
    }

    @Test
    void seesASlipOfThePen() {
        List<ObjectNode> slips =
                Stream.of(1, 2, 3, 4, 5)
                        .map(_ -> (ObjectNode) manifests.ofKind("Deployment").getFirst().deepCopy())
                        .toList();
        ((ObjectNode) slips.get(0).at("/spec")).put("replica", 2);
        ((ObjectNode) slips.get(1).at("/spec/template/spec/containers/0")).remove("readinessProbe");
        ((ObjectNode) slips.get(2).at("/spec/template/spec/securityContext")).put("runAsUser", 0);
        ((ObjectNode) slips.get(3).at("/spec/template/spec/containers/0")).put("image", 7);
        slips.get(4).put("apiVersion", "apps/v1beta1");
        slips.forEach(slip -> assertFalse(schema.problems(slip).isEmpty(), slip.toString()));
    }

    @Test
    void listsEveryFileInTheKustomization() throws IOException {
        JsonNode kustomization = manifests.ofKind("Kustomization").getFirst();
        Set<String> listed =
                Manifests.stream(kustomization.path("resources"))
                        .map(JsonNode::asText)
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> present =
                Repository.files(Repository.KUBERNETES, ".yaml").stream()
                        .map(file -> String.valueOf(file.getFileName()))
                        .filter(
                                name ->
                                        !Set.of("kustomization.yaml", "wattmill.yaml")
                                                .contains(name))
                        .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(present, listed);
    }

    @Test
    void selectsPodsThatExist() {
        assertSelects("Service", "/spec/selector");
        assertSelects("PodDisruptionBudget", "/spec/selector/matchLabels");
        assertSelects("NetworkPolicy", "/spec/podSelector/matchLabels");
    }

    private void assertSelects(String kind, String pointer) {
        assertFalse(manifests.ofKind(kind).isEmpty());
        for (JsonNode document : manifests.ofKind(kind)) {
            List<JsonNode> selected = manifests.selectedBy(document.at(pointer));
            assertFalse(selected.isEmpty(), kind + " " + Manifests.name(document));
        }
    }

    @Test
    void leadsServicesToPortsThatTheirPodsHave() {
        for (JsonNode service : manifests.ofKind("Service")) {
            for (JsonNode workload : manifests.selectedBy(service.at("/spec/selector"))) {
                Set<String> open =
                        Manifests.stream(Manifests.pod(workload).at("/containers/0/ports"))
                                .map(port -> port.path("name").asText())
                                .collect(Collectors.toSet());
                Manifests.stream(service.at("/spec/ports"))
                        .map(port -> port.path("targetPort").asText())
                        .forEach(port -> assertTrue(open.contains(port), service.toString()));
            }
        }
    }

    @Test
    void deniesWhatNoPolicyAllows() {
        JsonNode deny =
                manifests.ofKind("NetworkPolicy").stream()
                        .filter(policy -> Manifests.name(policy).equals("deny-by-default"))
                        .findFirst()
                        .orElseThrow();
        assertEquals(
                "{\"podSelector\":{},\"policyTypes\":[\"Ingress\",\"Egress\"]}",
                deny.path("spec").toString());
    }

    @Test
    void givesEachServiceABudgetOfDisruptionUnlessItIsOneOfEachNode() {
        Set<String> budgeted =
                manifests.ofKind("PodDisruptionBudget").stream()
                        .flatMap(
                                budget ->
                                        manifests
                                                .selectedBy(budget.at("/spec/selector/matchLabels"))
                                                .stream())
                        .map(Manifests::name)
                        .collect(Collectors.toSet());
        for (JsonNode workload : manifests.workloads()) {
            boolean perNode = workload.path("kind").asText().equals("DaemonSet");
            assertTrue(
                    perNode || budgeted.contains(Manifests.name(workload)),
                    Manifests.name(workload));
        }
    }

    @Test
    void mountsWhatItDeclaresFromSecretsThatAreDocumented() {
        for (JsonNode workload : manifests.workloads()) {
            JsonNode pod = Manifests.pod(workload);
            Set<String> declared =
                    Stream.concat(
                                    Manifests.stream(pod.path("volumes"))
                                            .map(volume -> volume.path("name")),
                                    Manifests.stream(workload.at("/spec/volumeClaimTemplates"))
                                            .map(claim -> claim.at("/metadata/name")))
                            .map(JsonNode::asText)
                            .collect(Collectors.toSet());
            Set<String> mounted =
                    Stream.concat(
                                    Manifests.stream(pod.path("containers")),
                                    Manifests.stream(pod.path("initContainers")))
                            .flatMap(container -> Manifests.stream(container.path("volumeMounts")))
                            .map(mount -> mount.path("name").asText())
                            .collect(Collectors.toSet());
            assertEquals(declared, mounted, Manifests.name(workload));
            pod.findValuesAsText("secretName")
                    .forEach(name -> assertTrue(SECRETS.contains(name), name));
        }
    }

    @Test
    void setsOnlySettingsThatExist() {
        for (JsonNode workload : manifests.workloads()) {
            Map<String, String> environment = environment(workload);
            environment.remove("WATTMILL_SECRETS_DIR");
            Path yaml = Repository.KUBERNETES.resolve("wattmill.yaml");
            Repository.checkSettings(program(workload), yaml, environment);
        }
    }

    private static Map<String, String> environment(JsonNode workload) {
        Map<String, String> environment = new HashMap<>();
        for (JsonNode variable : Manifests.pod(workload).at("/containers/0/env")) {
            String value =
                    variable.path("value").asText().replaceAll("\\$\\([A-Z_]+\\)", "10.1.2.3");
            environment.put(variable.path("name").asText(), value);
        }
        Manifests.stream(Manifests.pod(workload).path("volumes"))
                .flatMap(volume -> Manifests.stream(volume.at("/secret/items")))
                .map(item -> item.path("path").asText())
                .filter(file -> file.startsWith("WATTMILL_"))
                .forEach(file -> environment.put(file, SECRET));
        return environment;
    }

    /** What its command line runs, as the command line itself understands it. */
    private static Program program(JsonNode workload) {
        List<String> words =
                Manifests.stream(Manifests.pod(workload).at("/containers/0/args"))
                        .map(JsonNode::asText)
                        .toList();
        return Repository.program(words);
    }

    @Test
    void rendersWithKustomize() throws IOException, InterruptedException {
        assumeTrue(
                Repository.has("kubectl"), "skipped: kubectl, which renders the base, is not here");
        Repository.Run run =
                Repository.run(Repository.KUBERNETES, List.of("kubectl", "kustomize", "."));
        assertEquals(0, run.exitCode(), run.output());
        Manifests rendered = Manifests.parse(run.output());
        assertEquals(manifests.documents().size(), rendered.documents().size());
        rendered.documents().forEach(document -> assertNoProblems(schema, document));
        rendered.documents().stream()
                .filter(document -> !document.path("kind").asText().equals("Namespace"))
                .forEach(
                        document ->
                                assertEquals(
                                        "wattmill", document.at("/metadata/namespace").asText()));
    }

    @Test
    void runsCommandsOfTheCommandLine() {
        for (JsonNode workload : manifests.workloads()) {
            assertEquals(Manifests.name(workload), "wattmill-" + program(workload).label());
        }
        assertEquals(Program.values().length, manifests.workloads().size());
    }
}
