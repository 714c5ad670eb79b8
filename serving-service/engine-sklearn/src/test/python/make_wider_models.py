#!/usr/bin/env python3
"""Makes models of estimators and steps that the other scripts leave out, with scikit-learn's answers.

    pip install scikit-learn==1.9.1 pandas==3.1.1 skops==0.16.0 joblib
    python src/test/python/make_wider_models.py

and the same of older versions:

    pip install scikit-learn==1.2.2 'numpy<1.24' 'pandas<2' joblib

The folders are those of make_models.py, with scikit-learn's version in their names.
"""

import numpy as np
import pandas as pd
import sklearn
from make_models import frame, pickled, save, skopsed
from sklearn.cluster import AffinityPropagation, Birch, MeanShift
from sklearn.compose import ColumnTransformer
from sklearn.covariance import EllipticEnvelope
from sklearn.cross_decomposition import PLSRegression
from sklearn.decomposition import FastICA, IncrementalPCA
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.ensemble import ExtraTreesClassifier, GradientBoostingClassifier, RandomForestClassifier
from sklearn.experimental import enable_iterative_imputer  # noqa: F401
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer, TfidfTransformer, TfidfVectorizer
from sklearn.feature_selection import SelectFdr, SelectFpr, SelectFromModel, SelectFwe
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel, DotProduct, Matern, RationalQuadratic, WhiteKernel
from sklearn.impute import IterativeImputer, MissingIndicator, SimpleImputer
from sklearn.isotonic import IsotonicRegression
from sklearn.kernel_approximation import Nystroem, RBFSampler
from sklearn.kernel_ridge import KernelRidge
from sklearn.linear_model import LogisticRegression, RANSACRegressor, Ridge, SGDOneClassSVM
from sklearn.mixture import GaussianMixture
from sklearn.multioutput import ClassifierChain, MultiOutputClassifier, RegressorChain
from sklearn.naive_bayes import MultinomialNB
from sklearn.neighbors import (
    KNeighborsClassifier,
    LocalOutlierFactor,
)
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.preprocessing import KBinsDiscretizer, OneHotEncoder, StandardScaler
from sklearn.semi_supervised import SelfTrainingClassifier
from sklearn.svm import LinearSVC, OneClassSVM
from sklearn.tree import DecisionTreeClassifier

VERSION = ".".join(sklearn.__version__.split(".")[:2])
IS_OLD = VERSION != "1.9"
WORDS = "the a good bad very Great film plot x actor's 2nd naïve Straße été film's not slow-paced".split()


class Models:
    def __init__(self):
        self.data, self.score = frame(60)
        self.score = self.score.to_numpy()
        self.data["debt"] = np.random.default_rng(3).normal(2, 1, len(self.data)).round(2)
        self.numbers = self.data[["age", "income", "debt"]]
        self.labels = np.where(self.score > 2.6, "high", np.where(self.score > 1.8, "mid", "low"))
        self.two = np.where(self.score > 2, "yes", "no")
        random = np.random.default_rng(5)
        reviews = [" ".join(random.choice(WORDS, random.integers(1, 9))) for _ in self.score]
        self.texts = pd.DataFrame({"review": pd.Series(reviews, dtype=object), "age": self.data.age})
        self.liked = np.where([r.count("o") % 2 == 0 for r in reviews], "yes", "no")
        self.count = 0

    def save(self, name, model, target=None, data=None, rows=None, scores=True, tolerance=1e-12):
        data = self.numbers if data is None else data
        model.fit(data) if target is None else model.fit(data, target)
        rows = data.head(10) if rows is None else rows
        self.count += 1
        folder, skops = f"{name}-{VERSION}", self.count % 4 == 0 and not IS_OLD
        dump = skopsed if skops else pickled(2 + self.count % 4)
        file = "model.skops" if skops else "model.pkl"
        save(folder, model, rows, dump, file, "skops" if skops else "pickle", scores, tolerance)

    def texts_and_sparse(self):
        strange = pd.DataFrame(
            {"review": ["", "Good GOOD film", "naïve été Straße", "x 2nd 22 _a_ b_c", "???", "BAD, bad; b\u0131d"],
             "age": [1.0, 2, 3, 4, 5, 6]}
        )
        strange["review"] = strange["review"].astype(object)
        rows = pd.concat([self.texts.head(8), strange], ignore_index=True)
        line = LogisticRegression()
        steps = {
            "tfidf": TfidfVectorizer(),
            "tfidf-grams": TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2, max_features=30),
            "tfidf-plain": TfidfVectorizer(use_idf=False, norm="l1", strip_accents="unicode", stop_words="english"),
            "tfidf-binary": TfidfVectorizer(binary=True, norm=None, smooth_idf=False, lowercase=False),
            "count": CountVectorizer(),
            "count-letters": CountVectorizer(analyzer="char", ngram_range=(1, 3), max_features=60),
            "count-borders": CountVectorizer(analyzer="char_wb", ngram_range=(2, 6), max_features=80, strip_accents="ascii"),
            "count-binary": CountVectorizer(binary=True, stop_words=["the", "a"], token_pattern=r"(?u)\b\w+\b"),
            "hashing": HashingVectorizer(n_features=32),
            "hashing-plain": HashingVectorizer(n_features=16, alternate_sign=False, norm=None, ngram_range=(1, 2)),
        }
        for name, step in steps.items():
            split = ColumnTransformer([("text", step, "review"), ("age", StandardScaler(), ["age"])])
            self.save(f"text-{name}", make_pipeline(split, line), self.liked, self.texts, rows)
        two = make_pipeline(CountVectorizer(), TfidfTransformer(), MultinomialNB())
        split = ColumnTransformer([("text", make_pipeline(CountVectorizer(), TfidfTransformer()), "review")])
        self.save("text-two-steps", make_pipeline(split, LinearSVC()), self.liked, self.texts, rows)
        two.fit(self.texts.review, self.liked)
        asked = rows[["review"]]
        save(f"text-alone-{VERSION}", two, asked, pickled(4), "model.pkl", "pickle", asked=asked.review)
        sparse = ColumnTransformer([("city", OneHotEncoder(handle_unknown="ignore"), ["city"])], sparse_threshold=1)
        for name, last in {
            "forest": RandomForestClassifier(3, max_depth=3, random_state=1),
            "line": LogisticRegression(),
            "bayes": MultinomialNB(),
            "neighbours": KNeighborsClassifier(3),
        }.items():
            self.save(f"sparse-{name}", make_pipeline(sparse, last), self.labels, self.data)

    def several_outputs(self):
        codes = np.column_stack([self.labels, np.where(self.numbers.debt > 2, "much", "little")])
        flags = np.column_stack([self.score > 2, self.numbers.debt > 2, self.numbers.age > 30]).astype(int)
        several = np.column_stack([self.score, self.numbers.debt * 2])
        tree = DecisionTreeClassifier(max_depth=3, random_state=1)
        self.save("outputs-tree", tree, flags, scores=False)
        self.save("outputs-forest", RandomForestClassifier(3, max_depth=3, random_state=1), codes, scores=False)
        self.save("outputs-extra", ExtraTreesClassifier(3, max_depth=3, random_state=1), flags, scores=False)
        self.save("outputs-neighbours", KNeighborsClassifier(3), flags, scores=False)
        self.save("outputs-lines", MultiOutputClassifier(LogisticRegression()), codes, scores=False)
        self.save("outputs-chain", ClassifierChain(LogisticRegression(), order=[2, 0, 1]), flags, scores=False)
        self.save("outputs-regressor-chain", RegressorChain(Ridge(), order=[1, 0]), several)

    def selection(self):
        line = LogisticRegression()
        forest = RandomForestClassifier(5, random_state=1)
        for name, step in {
            "from-forest": SelectFromModel(forest),
            "from-line": SelectFromModel(LogisticRegression(C=0.1), threshold="1.1*mean"),
            "from-lasso": SelectFromModel(LinearSVC(penalty="l1", dual=False, C=0.05), threshold=1e-4),
            "from-median": SelectFromModel(forest, threshold="median", max_features=1),
            "fpr": SelectFpr(alpha=0.2),
            "fdr": SelectFdr(alpha=0.2),
            "fwe": SelectFwe(alpha=0.3),
        }.items():
            self.save(f"select-{name}", make_pipeline(StandardScaler(), step, line), self.labels)

    def outliers(self):
        self.save("one-class", OneClassSVM(nu=0.2))
        self.save("one-class-linear", make_pipeline(StandardScaler(), SGDOneClassSVM(random_state=1)))
        self.save("local-outliers", LocalOutlierFactor(5, novelty=True))
        self.save("ellipse", EllipticEnvelope(random_state=1, contamination=0.1), tolerance=1e-10)
        for kind in ["full", "tied", "diag", "spherical"]:
            mixture = GaussianMixture(n_components=3, covariance_type=kind, random_state=1)
            self.save(f"mixture-{kind}", make_pipeline(StandardScaler(), mixture), scores=False)

    def kernels(self):
        scale = StandardScaler()
        kernel = ConstantKernel(2.0) * RBF([1.0, 2.0, 1.5]) + WhiteKernel(0.1)
        other = Matern(nu=1.5) + DotProduct() * RationalQuadratic()
        rough = Matern(nu=0.5) * Matern(nu=2.5)
        for name, chosen in {"rbf": kernel, "sum": other, "matern": rough, "none": None}.items():
            process = GaussianProcessRegressor(chosen, normalize_y=name == "rbf", alpha=1e-2)
            self.save(f"process-{name}", make_pipeline(scale, process), self.score, tolerance=1e-9)
        for name in ["rbf", "linear", "poly", "laplacian", "sigmoid"]:
            self.save(f"ridge-{name}", make_pipeline(scale, KernelRidge(kernel=name)), self.score, tolerance=1e-10)
        self.save("pls", PLSRegression(2), self.score)
        self.save("pls-outputs", PLSRegression(2), np.column_stack([self.score, self.numbers.debt * 2]))

    def clusters(self):
        scale = StandardScaler()
        self.save("birch", make_pipeline(scale, Birch(n_clusters=3, threshold=0.3)))
        self.save("mean-shift", make_pipeline(scale, MeanShift(bandwidth=1.5)))
        self.save("affinity", make_pipeline(scale, AffinityPropagation(random_state=1)))

    def rest(self):
        line = Ridge()
        scale = StandardScaler()
        self.save("isotonic", IsotonicRegression(out_of_bounds="clip"), self.score, self.numbers[["income"]])
        unknown = np.where(np.arange(len(self.labels)) % 3 == 0, -1, (self.score > 2).astype(int))
        self.save("self-training", make_pipeline(scale, SelfTrainingClassifier(LogisticRegression())), unknown)
        self.save("ransac", RANSACRegressor(random_state=1), self.score)
        gaps = self.numbers.mask(np.random.default_rng(4).random(self.numbers.shape) < 0.2)
        for name, (step, data) in {
            "ica": (FastICA(2, random_state=1), self.numbers),
            "incremental": (IncrementalPCA(2), self.numbers),
            "nystroem": (Nystroem(n_components=5, random_state=1), self.numbers),
            "rbf-sampler": (RBFSampler(n_components=6, random_state=1), self.numbers),
            "bins-onehot": (KBinsDiscretizer(3, encode="onehot"), self.numbers),
            "iterative": (IterativeImputer(random_state=1, max_iter=5), gaps),
            "indicator": (FeatureUnion([("i", MissingIndicator(features="all")), ("v", SimpleImputer())]), gaps),
        }.items():
            model = make_pipeline(step, scale, line)
            if name == "bins-onehot":
                model = make_pipeline(step, line)
            self.save(f"step-{name}", model, self.score, data, tolerance=1e-11)
        pandas = ColumnTransformer([("n", SimpleImputer(), ["age", "debt"])], remainder="passthrough", verbose_feature_names_out=False)
        pandas.set_output(transform="pandas")
        self.save("set-output", make_pipeline(pandas, StandardScaler(), line), self.score, self.numbers)
        typed = pd.DataFrame({"n": np.arange(60) % 7, "b": self.numbers.debt > 2, "c": self.data.city})
        split = ColumnTransformer([("n", "passthrough", ["n", "b"]), ("c", OneHotEncoder(), ["c"])])
        self.save("typed", make_pipeline(split, LogisticRegression()), self.labels, typed)
        onehot = make_pipeline(OneHotEncoder(handle_unknown="ignore"), LogisticRegression())
        self.save("typed-onehot", onehot, self.labels, typed)
        self.save("dummy-stratified-no", DummyClassifier(strategy="prior"), self.two)
        self.save("dummy-median", DummyRegressor(strategy="median"), self.score)
        boosting = SelectFromModel(GradientBoostingClassifier(n_estimators=3, random_state=1), threshold="0.8*median")
        self.save("select-from-boosting", make_pipeline(boosting, LogisticRegression()), self.labels)


def main():
    models = Models()
    models.texts_and_sparse()
    if IS_OLD:
        return
    models.several_outputs()
    models.selection()
    models.outliers()
    models.kernels()
    models.clusters()
    models.rest()


if __name__ == "__main__":
    main()
