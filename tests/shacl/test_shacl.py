"""What the portal publishes is valid DCAT-AP, by the official shapes.

Reads VITRAIL_BIN (the program) and VITRAIL_SHARED (by default `../shared` beside the project), where the shapes and a
real catalogue are; without them there is nothing to judge, and the test says so. VITRAIL_WHOLE=1 judges the whole
catalogue rather than a sample of it: minutes rather than seconds.
"""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.request
from pathlib import Path

from pyshacl import validate
from rdflib import RDF, BNode, Graph, Namespace

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("VITRAIL_SHARED") or ROOT.parent / "shared").resolve()
SHAPES = SHARED / "data/shacl"
CATALOGUE = SHARED / "data/catalogue"
WHOLE = os.environ.get("VITRAIL_WHOLE") == "1"
SH = Namespace("http://www.w3.org/ns/shacl#")
DCT = Namespace("http://purl.org/dc/terms/")
DCAT = Namespace("http://www.w3.org/ns/dcat#")

# The profile that a client asks for, and the shapes that it follows.
PROFILES = {
    "dcat-ap-3": "dcat-ap-3.0.0/dcat-ap-SHACL.ttl",
    "dcat-ap-2": "dcat-ap-2.1.1/dcat-ap_2.1.1_shacl_shapes.ttl",
}


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@unittest.skipUnless(SHAPES.is_dir(), f"no SHACL shapes in {SHAPES}: set VITRAIL_SHARED")
class ShapesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        program = os.environ["VITRAIL_BIN"]
        cls.folder = tempfile.mkdtemp(prefix="vitrail-shacl.")
        data = ["--data", f"{cls.folder}/data"]
        sources = [str(CATALOGUE / "organizations.jsonl"), str(CATALOGUE / "datasets.jsonl"), str(CATALOGUE / "udata-export.json")]
        subprocess.run([program, "import", "udata", *sources, *data], check=True, stdout=subprocess.DEVNULL)
        person = ["--email", "claire@example.org"]
        subprocess.run([program, "user", "create", *person, "--password", "Secret-123", "--first-name", "Claire", "--last-name", "Martin", "--admin", *data], check=True, stdout=subprocess.DEVNULL)
        made = subprocess.run([program, "token", "create", *person, "--name", "tests", *data], check=True, capture_output=True, text=True)
        cls.token = made.stdout.strip().splitlines()[-1]
        port = free_port()
        cls.base = f"http://127.0.0.1:{port}"
        cls.server = subprocess.Popen([program, "serve", *data, "--listen", f"127.0.0.1:{port}"], stderr=subprocess.DEVNULL)
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{cls.base}/health", timeout=5)
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the portal did not start")

    @classmethod
    def tearDownClass(cls):
        cls.server.terminate()
        cls.server.wait(30)
        shutil.rmtree(cls.folder, ignore_errors=True)

    def graph(self, path):
        with urllib.request.urlopen(self.base + path, timeout=600) as answer:
            self.assertEqual(answer.headers.get_content_type(), "application/n-triples")
            graph = Graph()
            for prefix, space in (("dct", DCT), ("dcatap", "http://data.europa.eu/r5r/")):
                graph.bind(prefix, space, replace=True)
            return graph.parse(data=answer.read().decode(), format="nt")

    def send(self, path, body):
        asked = urllib.request.Request(self.base + path, json.dumps(body).encode(), {"X-API-KEY": self.token, "Content-Type": "application/json"})
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return json.load(answer)

    def read(self, path):
        with urllib.request.urlopen(self.base + path, timeout=60) as answer:
            return json.load(answer)

    def violations(self, graph, shapes):
        """What the shapes refuse: node, path, constraint."""
        _, report, _ = validate(graph, shacl_graph=str(SHAPES / shapes), shacl_graph_format="turtle")
        found = []
        for result in report.subjects(RDF.type, SH.ValidationResult):
            if report.value(result, SH.resultSeverity) == SH.Violation:
                found.append(tuple(report.value(result, part) for part in (SH.focusNode, SH.resultPath, SH.sourceConstraintComponent)))
        return found

    def test_the_imported_catalogue_is_valid(self):
        # Datasets known by their title and description alone come last, and are alike.
        size = 5000 if WHOLE else 250
        for profile, shapes in PROFILES.items():
            graph = self.graph(f"/api/1/site/catalog.nt?page_size={size}&sort=created&profile={profile}")
            described = set(graph.subjects(RDF.type, DCAT.Dataset))
            self.assertGreater(len(described), 3000 if WHOLE else 200)
            # The source lacks some descriptions, and none is invented.
            bare = {node for node in described if graph.value(node, DCT.description) is None}
            missing = {(node, DCT.description, SH.MinCountConstraintComponent) for node in bare}
            wrong = [one for one in self.violations(graph, shapes) if one not in missing]
            self.assertEqual(wrong[:10], [], f"{profile}: {len(wrong)} violations")
            if profile == "dcat-ap-3":
                self.our_own_check_agrees(graph, described, bare)
            print(f"{profile}: {len(graph)} triples, {len(described)} datasets, {len(bare)} of them without description")

    def our_own_check_agrees(self, graph, described, bare):
        """What we say at run time of a dataset is what the official shapes say of it."""
        names = sorted(bare)[:50] + sorted(described - bare)[:50]
        for name in names:
            report = self.read(f"/api/1/datasets/{graph.value(name, DCT.identifier)}/mqa/")
            found = {(one["node"], one["property"], one["rule"]) for one in report["violations"]}
            expected = {(str(name), "dct:description", "missing")} if name in bare else set()
            self.assertEqual(found, expected)

    def test_data_of_high_value_are_valid(self):
        contact = self.send("/api/1/contacts/", {"name": "Service", "email": "service@example.com", "role": "contact"})
        dataset = self.send("/api/1/datasets/", {
            "title": "Comptages de vélos", "description": "Passages par heure.", "tags": ["hvd", "mobilite"], "license": "lov2",
            "contact_points": [contact["id"]], "spatial": {"zones": ["fr:commune:75056"]}, "frequency": "daily",
        })
        path = f"/api/1/datasets/{dataset['id']}/"
        self.send(path + "resources/", {"title": "Passages", "url": "https://www.example.com/velos.csv", "filetype": "remote", "format": "csv", "type": "main"})
        self.send(path + "resources/", {"title": "Carte", "url": "https://www.example.com/ows?service=WFS&request=GetCapabilities", "filetype": "remote", "format": "wfs", "type": "api"})
        self.send(path + "badges/", {"kind": "hvd"})
        graph = self.graph(f"/api/1/datasets/{dataset['id']}/rdf.nt")
        services = {name for name in graph.subjects(RDF.type, DCAT.DataService)}
        self.assertEqual(len(services), 1)
        for shapes in ["dcat-ap-3.0.0/dcat-ap-SHACL.ttl", "dcat-ap-hvd-3.0.0/hvd-SHACL-base.ttl"]:
            wrong = [one for one in self.violations(graph, shapes) if one[0] not in services or "hvd" not in shapes]
            self.assertEqual(wrong, [], shapes)

    def test_what_is_said_in_words_of_ours_is_valid(self):
        service = {
            "dct:title": [{"@value": "Service", "@language": "fr"}], "dct:description": [{"@value": "Ce qui répond"}],
            "dcat:endpointURL": [{"@id": "https://www.example.com/api"}], "dct:license": [{"@value": "Sur demande"}],
            "dcat:endpointDescription": [{"@id": "https://www.example.com/api.yaml"}], "dcat:servesDataset": True,
        }
        for access in ["restricted", "open_with_account"]:
            dataset = self.send("/api/1/datasets/", {
                "title": f"Registre {access}", "description": "Ce qui est inscrit, par jour.", "description_short": "Inscriptions",
                "frequency": "daily", "frequency_date": "2030-01-31", "access_type": access,
                "access_audiences": [{"role": "private", "condition": "no"}, {"role": "company_and_association", "condition": "yes"}],
                "access_type_reason": "Des personnes s’y reconnaîtraient.", "access_type_reason_category": "confidentiality_of_personal_data",
                "authorization_request_url": "https://www.example.com/demande",
            })
            path = f"/api/1/datasets/{dataset['id']}/"
            for kind in ["main", "documentation", "update", "api", "code", "other"]:
                self.send(path + "resources/", {
                    "title": f"Fichier {kind}", "url": f"https://www.example.com/{kind}.csv", "filetype": "remote", "format": "csv", "type": kind,
                    "preview_url": f"https://www.example.com/voir/{kind}", "extras": {"dcat": {"accessService": [service]}},
                })
            for profile, shapes in PROFILES.items():
                graph = self.graph(path + f"rdf.nt?profile={profile}")
                self.assertEqual(len(set(graph.objects(None, DCT.type))), 6)
                self.assertEqual(len(set(graph.subjects(RDF.type, DCAT.DataService))), 6)
                self.assertEqual(self.violations(graph, shapes), [], profile)


    def test_what_data_of_high_value_lack_is_what_their_shapes_ask(self):
        wfs = {"title": "Carte", "url": "https://www.example.com/ows?service=WFS&request=GetCapabilities", "filetype": "remote", "format": "wfs", "type": "api"}
        csv = {"title": "Table", "url": "https://www.example.com/table.csv", "filetype": "remote", "format": "csv", "type": "main"}
        for tags, files in ((["hvd"], []), (["hvd"], [csv]), (["hvd", "mobilite"], [csv, wfs])):
            dataset = self.send("/api/1/datasets/", {"title": "Bruit", "description": "Sans licence.", "tags": tags})
            path = f"/api/1/datasets/{dataset['id']}/"
            for file in files:
                self.send(path + "resources/", file)
            self.send(path + "badges/", {"kind": "hvd"})
            graph = self.graph(path + "rdf.nt")
            asked = set()
            for shapes in ("base", "usagenotes"):
                for node, where, kind in self.violations(graph, f"dcat-ap-hvd-3.0.0/hvd-SHACL-{shapes}.ttl"):
                    if kind == SH.OrConstraintComponent:
                        where = "dct:license|dct:rights"
                    elif isinstance(where, BNode):
                        where = "dcat:accessService"
                    else:
                        where = graph.namespace_manager.normalizeUri(where)
                    asked.add((str(node), where))
            found = self.read(path + "mqa/")["high_value"]
            self.assertEqual({(one["node"], one["property"]) for one in found}, asked)
            self.assertTrue(asked and all(one["rule"] == "missing" and one["advice"] for one in found), files)


if __name__ == "__main__":
    unittest.main(verbosity=2)
