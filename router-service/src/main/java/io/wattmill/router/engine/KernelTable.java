// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * What kernels get out of a generation of GPUs, as shares of a GPU's peaks.
 *
 * @param dense matrix products of layers, by format of their weights; has bf16
 * @param experts grouped products of a mixture's experts, by format of their weights; has bf16
 * @param prefillAttention share of bf16 compute, in the attention of a prompt
 * @param kvRead share of bandwidth, while decoding sequences read their context
 * @param attention how the last two are known
 */
public record KernelTable(
        Map<WeightFormat, Product> dense,
        Map<WeightFormat, Product> experts,
        double prefillAttention,
        double kvRead,
        Provenance attention) {

    /**
     * A matrix product: takes {@code startSeconds}, and the longer of computing and reading.
     *
     * @param compute share of the peak operations of its format, with many rows
     * @param weightRead share of the bandwidth, with few rows
     * @param startSeconds what it takes whatever its size
     * @param provenance how the three are known
     */
    public record Product(
            double compute, double weightRead, double startSeconds, Provenance provenance) {

        /** One of three fitted figures. */
        public Product(double compute, double weightRead, double startSeconds) {
            this(compute, weightRead, startSeconds, Provenance.FITTED);
        }

        private Product forAnotherFormat() {
            return new Product(
                    compute, weightRead, startSeconds, provenance.and(Provenance.DERIVED));
        }
    }

    /** Of fitted shares. */
    public KernelTable(
            Map<WeightFormat, Product> dense,
            Map<WeightFormat, Product> experts,
            double prefillAttention,
            double kvRead) {
        this(dense, experts, prefillAttention, kvRead, Provenance.FITTED);
    }

    /** A format that was never measured does as bf16 does, which has to be there. */
    public KernelTable {
        dense = complete(dense);
        experts = complete(experts);
    }

    private static Map<WeightFormat, Product> complete(Map<WeightFormat, Product> known) {
        Product bf16 = Objects.requireNonNull(known.get(WeightFormat.BF16), "bf16");
        Map<WeightFormat, Product> all = new EnumMap<>(WeightFormat.class);
        for (WeightFormat format : WeightFormat.values()) {
            all.put(format, known.getOrDefault(format, bf16.forAnotherFormat()));
        }
        return Map.copyOf(all);
    }

    /** The same shares for every format, dense or not. */
    static KernelTable even(Product product, double prefillAttention, double kvRead) {
        Map<WeightFormat, Product> one = Map.of(WeightFormat.BF16, product);
        return new KernelTable(one, one, prefillAttention, kvRead);
    }

    /** The least trustworthy of the kernels that a step of this model runs. */
    Provenance provenance(ModelArchitecture model) {
        Provenance products =
                dense(model.weights()).provenance().and(dense(WeightFormat.BF16).provenance());
        Provenance all = products.and(attention);
        return model.hasExperts() ? all.and(experts(model.expertWeights()).provenance()) : all;
    }

    /** Dense products with weights of this format. */
    Product dense(WeightFormat format) {
        return Objects.requireNonNull(dense.get(format));
    }

    /** Experts' products with weights of this format. */
    Product experts(WeightFormat format) {
        return Objects.requireNonNull(experts.get(format));
    }
}
