package org.tandemml.serving.engine.sklearn;

import java.util.Arrays;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyArray;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.predict.Labels;

/**
 * The nearest of some centres: KMeans and its kin, whose labels are their numbers, and
 * NearestCentroid.
 *
 * @param manhattan whether distances are sums of differences; else they are Euclidean
 */
record Centres(String name, Labels labels, int features, double[] centres, boolean manhattan)
        implements Estimator.Classifier {

    static Centres of(PyObject model) throws ModelLoadException {
        int count = matrix(model, "cluster_centers_").length(0);
        return of(model, "cluster_centers_", Classes.numbered(count), false);
    }

    /** Birch: the label of the nearest of many centres. */
    static Estimator.Classifier birch(PyObject model) throws ModelLoadException {
        int count = matrix(model, "subcluster_centers_").length(0);
        Centres centres = of(model, "subcluster_centers_", Classes.numbered(count), false);
        String where = model.where("subcluster_labels_");
        int[] places = model.array("subcluster_labels_").ints(where);
        int most = Arrays.stream(places).max().orElse(-1);
        if (places.length != count || Arrays.stream(places).anyMatch(place -> place < 0)) {
            throw new ModelLoadException(
                    "The model's %s must have one label for each centre.".formatted(where));
        }
        return new Merged(Classes.numbered(most + 1), centres, places);
    }

    /**
     * Centres of which several may have the same label.
     *
     * @param places of the labels, by centre
     */
    private record Merged(Labels labels, Centres centres, int[] places)
            implements Estimator.Classifier {
        @Override
        public int features() {
            return centres.features();
        }

        @Override
        public int[] predict(Batch rows) {
            return Arrays.stream(centres.predict(rows)).map(centre -> places[centre]).toArray();
        }
    }

    /** NearestCentroid where all classes count alike. */
    static Centres centroids(PyObject model) throws ModelLoadException {
        Labels labels = Classes.of(model);
        String metric = model.text("metric");
        if (!metric.equals("euclidean") && !metric.equals("manhattan")) {
            throw new ModelLoadException(
                    "The model's %s is '%s', which is not served."
                            .formatted(model.where("metric"), Texts.excerpt(metric)));
        }
        double even = 1.0 / labels.names().size();
        if (model.has("class_prior_")) {
            for (double prior : model.array("class_prior_").doubles(model.where("class_prior_"))) {
                if (!(Math.abs(prior - even) <= 1e-8 + 1e-5 * even)) {
                    throw new ModelLoadException(
                            "The model's %s are not all the same, which is not served."
                                    .formatted(model.where("class_prior_")));
                }
            }
        }
        return of(model, "centroids_", labels, metric.equals("manhattan"));
    }

    private static Centres of(PyObject model, String name, Labels labels, boolean manhattan)
            throws ModelLoadException {
        PyArray centres = matrix(model, name);
        if (centres.length(0) != labels.names().size()) {
            throw new ModelLoadException(
                    "The model's %s must have a row for each class.".formatted(model.where(name)));
        }
        return new Centres(
                model.simpleType(),
                labels,
                centres.length(1),
                centres.doubles(model.where(name)),
                manhattan);
    }

    private static PyArray matrix(PyObject model, String name) throws ModelLoadException {
        PyArray centres = model.array(name);
        if (centres.rank() != 2 || centres.size() == 0) {
            throw new ModelLoadException(
                    "The model's %s is no matrix.".formatted(model.where(name)));
        }
        return centres;
    }

    @Override
    public int[] predict(Batch rows) {
        Checks.requireFinite(rows, name);
        double[] matrix = rows.matrix();
        int[] nearest = new int[rows.rows()];
        for (int row = 0; row < nearest.length; row++) {
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < size(); i++) {
                double distance =
                        manhattan
                                ? Maths.absoluteDistance(
                                        matrix, row * features, centres, i * features, features)
                                : Maths.squaredDistance(
                                        matrix, row * features, centres, i * features, features);
                if (distance < least) {
                    least = distance;
                    nearest[row] = i;
                }
            }
        }
        return nearest;
    }
}
