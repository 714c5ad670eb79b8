package org.tandemml.serving.engine.tribuo;

import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.SolverType;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.predict.Predictions.ScoreKind;
import org.tandemml.serving.engine.tribuo.KernelPredictor.CompiledKernel;
import org.tribuo.classification.Label;
import org.tribuo.common.liblinear.LibLinearModel;
import org.tribuo.regression.Regressor;

/** Kernels of LibLinear's models. */
final class LibLinears {
    private LibLinears() {}

    /** The kernel of a model; null if there is none for its kind. */
    static @Nullable CompiledKernel compile(LibLinearModel<?> model, Features features) {
        List<Model> models = model.getInnerModels();
        if (!models.stream().allMatch(each -> fits(each, features.size()))) {
            return null;
        }
        if (model.validate(Regressor.class)) {
            org.tribuo.Model<Regressor> regression = model.castModel(Regressor.class);
            int stride = features.size() + 1;
            double[] weights = new double[models.size() * stride];
            for (int output = 0; output < models.size(); output++) {
                double[] own = models.get(output).getFeatureWeights();
                System.arraycopy(own, 0, weights, output * stride, stride);
            }
            return new CompiledKernel(
                    new LinearKernel(weights, features.size(), Kernels.byName(regression), null),
                    null,
                    ScoreKind.NONE,
                    OutputKinds.dimensions(regression));
        }
        int[] labels = models.get(0).getLabels();
        if (!model.validate(Label.class) || labels.length != model.getOutputIDInfo().size()) {
            return null;
        }
        return new CompiledKernel(
                new LinearKernel(
                        byLabel(models.get(0), features.size() + 1),
                        features.size(),
                        labels,
                        finish(models.get(0))),
                OutputKinds.labels(model.castModel(Label.class)),
                OutputKinds.scoreKind(model),
                List.of());
    }

    private static boolean fits(Model model, int features) {
        return model.getNrFeature() == features
                && model.getBias() >= 0
                && model.getFeatureWeights().length == (features + 1) * vectors(model);
    }

    /** How many vectors of weights there are: one for two labels, mostly. */
    private static int vectors(Model model) {
        boolean one =
                model.getNrClass() == 2 && model.getSolverType() != SolverType.MCSVM_CS
                        || model.getSolverType().isSupportVectorRegression();
        return one ? 1 : model.getNrClass();
    }

    /** LibLinear keeps the weights of a feature together; a label without a vector gets zeros. */
    private static double[] byLabel(Model model, int stride) {
        int vectors = vectors(model);
        double[] kept = model.getFeatureWeights();
        double[] weights = new double[model.getNrClass() * stride];
        for (int i = 0; i < kept.length; i++) {
            weights[i % vectors * stride + i / vectors] = kept[i];
        }
        return weights;
    }

    private static Consumer<double[]> finish(Model model) {
        boolean one = vectors(model) == 1;
        if (!model.isProbabilityModel()) {
            return sums -> {
                if (one) {
                    sums[1] = -sums[0];
                }
            };
        }
        return sums -> {
            double total = 0;
            for (int label = 0; label < sums.length; label++) {
                sums[label] = 1 / (1 + Math.exp(-sums[label]));
                total += sums[label];
            }
            if (one) {
                sums[1] = 1 - sums[0];
                return;
            }
            for (int label = 0; label < sums.length; label++) {
                sums[label] /= total;
            }
        };
    }
}
